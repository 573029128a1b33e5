/**
 * A drawing that a player shows: Excalidraw to look at, and nothing to change. Must never know where the drawing comes
 * from, nor keep any of it.
 */
import './asset-path.ts'
import './excalidraw.css'
import type { BoardElement, Boxed } from '@gamelan/board-model'
import { drawnElements } from '@gamelan/board-model'
import { Excalidraw, getVisibleSceneBounds, viewportCoordsToSceneCoords } from '@excalidraw/excalidraw'
import type { ExcalidrawImperativeAPI, ExcalidrawProps } from '@excalidraw/excalidraw/types'
import type { JSX, PointerEvent, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { useCallbackRef } from '@mantine/hooks'
import { useCallback, useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from 'react'
import classes from './BoardCanvas.module.css'
import { useControlNames } from './use-control-names.ts'
import { elementUnder } from './element-under.ts'
import { createSceneApi } from './excalidraw-scene.ts'
import type { ExportKind } from './export-drawing.ts'
import { exportAs } from './export-drawing.ts'
import { firstArea } from './first-view.ts'
import type { Bounds, Window } from './fit-view.ts'
import { fitView } from './fit-view.ts'
import { openLink } from './open-link.ts'
import { Painted } from './painted.ts'
import { makePicture } from './picture-http.ts'
import type { RememberedView } from './remembered-view.ts'
import { ReplayImages } from './replay-images.ts'
import type { VideoMaker } from './video.ts'
import { look, lookAt } from './view.ts'
import { loadPart } from '../ui/parts/load-part.ts'

export type ReplayCanvasHandle = {
  /** Shows these, in stacking order. One that is the same as before, or has only moved, is not painted anew. */
  show(elements: readonly BoardElement[]): void
  /** What is in view, in scene coordinates. */
  seen(): Bounds
  lookAt(area: Bounds): void
  /** What to show of these elements: where most of them are, where all together are not readable. */
  areaToShow(elements: readonly Boxed[]): Bounds | undefined
  /** Looks at these elements, at their own size at most; at most of them, where all together are not readable. */
  lookAtElements(elements: readonly Boxed[]): void
  view(): RememberedView
  /** The drawing as a file. */
  export(kind: ExportKind, elements: readonly BoardElement[]): Promise<Blob>
  /** Begins a video of what is in an area. Rejects where the browser cannot make one. */
  video(area: Bounds, frameRate: number): Promise<VideoMaker>
  /** The drawing as a small picture; undefined where there is nothing to show. */
  picture(elements: readonly BoardElement[]): Promise<Blob | undefined>
  look(view: RememberedView): void
}

const UI_OPTIONS: NonNullable<ExcalidrawProps['UIOptions']> = {
  canvasActions: {
    clearCanvas: false,
    changeViewBackgroundColor: false,
    export: false,
    loadScene: false,
    saveToActiveFile: false,
    saveAsImage: false,
    toggleTheme: false,
  },
}

/** The drawing's window, with some room around what is shown in it. */
function windowOf(api: ExcalidrawImperativeAPI): Window {
  const { width, height } = api.getAppState()
  return { width, height, top: 32, bottom: 32, side: 24 }
}

/** A pointer that moved no further than this, in pixels, between down and up has clicked. */
const STILL = 4

export default function ReplayCanvas({
  boardId,
  theme,
  onMoved,
  onView,
  onPick,
  onReady,
  handle,
}: {
  boardId: string
  theme: 'light' | 'dark'
  /** A person has moved the view. */
  onMoved: () => void
  /** Another part of the drawing is in view, whoever moved it. */
  onView?: (view: RememberedView) => void
  /** A person has clicked: on this element, or beside all. */
  onPick: (id: string | null) => void
  onReady: () => void
  /** null until it is ready. */
  handle: Ref<ReplayCanvasHandle | null>
}): JSX.Element {
  const { t } = useTranslation()
  const root = useRef<HTMLDivElement>(null)
  const offered = useRef<ExcalidrawImperativeAPI>(null)
  const [images] = useState(() => new ReplayImages(boardId))
  const [painted] = useState(() => new Painted())
  const [isReady, setReady] = useState(false)
  const pressed = useRef<{ x: number; y: number } | null>(null)

  useImperativeHandle<ReplayCanvasHandle | null, ReplayCanvasHandle | null>(handle, () => {
    // Whoever looks along with another canvas may do so before this one has begun.
    if (!isReady) return null
    const api = () => {
      if (!offered.current) throw new Error('nothing is shown yet')
      return offered.current
    }
    return {
      show(elements) {
        createSceneApi(api()).show(painted.of(drawnElements(elements)), 'never')
        void images.look(elements, (file) => api().addFiles([file]))
      },
      seen: () => getVisibleSceneBounds(api().getAppState()),
      lookAt: (area) => lookAt(api(), area),
      areaToShow: (elements) => firstArea(elements, windowOf(api())),
      lookAtElements(elements) {
        const area = firstArea(elements, windowOf(api()))
        if (area !== undefined) look(api(), fitView(area, windowOf(api()), 1))
      },
      view() {
        const { scrollX, scrollY, zoom } = api().getAppState()
        return { scrollX, scrollY, zoom: zoom.value }
      },
      look: (view) => look(api(), view),
      export: (kind, elements) =>
        exportAs(kind, { elements, files: api().getFiles(), origin: location.origin }),
      picture: (elements) => makePicture(elements, api().getFiles()),
      async video(area, frameRate) {
        // Hardly ever needed, and large.
        const { startVideo } = await loadPart(() => import('./video.ts'))
        return startVideo(area, () => api().getFiles(), frameRate)
      },
    }
  })

  useControlNames(root, t('canvas.mainMenu'))
  const onApi = useCallback((given: ExcalidrawImperativeAPI) => void (offered.current = given), [])
  const onChange = useCallback(() => {
    // The first call says that Excalidraw has begun: what it was given earlier it would have overwritten.
    setReady(true)
  }, [])
  const ready = useEffectEvent(onReady)
  useEffect(() => {
    if (isReady) ready()
  }, [isReady])

  // The same one each time: for another one Excalidraw renders all of itself anew.
  const onScroll = useCallbackRef<NonNullable<ExcalidrawProps['onScrollChange']>>((scrollX, scrollY, zoom) =>
    onView?.({ scrollX, scrollY, zoom: zoom.value }),
  )

  const onPointerUp = (event: PointerEvent): void => {
    const from = pressed.current
    pressed.current = null
    if (from === null || !offered.current) return
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL) return
    const at = viewportCoordsToSceneCoords(event.nativeEvent, offered.current.getAppState())
    onPick(elementUnder(offered.current.getSceneElements(), at))
  }

  return (
    <div
      ref={root}
      className={`${classes.canvas ?? ''} gamelan-player`}
      onPointerDownCapture={({ clientX, clientY, target }) => {
        // On the drawing itself, not on a button above it.
        pressed.current = target instanceof HTMLCanvasElement ? { x: clientX, y: clientY } : null
      }}
      onPointerMoveCapture={(event) => {
        const from = pressed.current
        if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL) onMoved()
      }}
      onPointerUpCapture={onPointerUp}
      onWheelCapture={onMoved}
    >
      <Excalidraw
        excalidrawAPI={onApi}
        onChange={onChange}
        onScrollChange={onScroll}
        UIOptions={UI_OPTIONS}
        viewModeEnabled
        theme={theme}
        langCode="en"
        aiEnabled={false}
        validateEmbeddable={false}
        onLinkOpen={openLink}
      />
    </div>
  )
}
