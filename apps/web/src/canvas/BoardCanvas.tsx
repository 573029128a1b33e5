/**
 * The drawing: Excalidraw, bound to the board. It is loaded only when a board is opened. Must never show a control
 * that leads out of the origin (A7) or replaces the scene behind the document's back.
 */
import './asset-path.ts'
import './excalidraw.css'
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import {
  Excalidraw,
  MainMenu,
  convertToExcalidrawElements,
  viewportCoordsToSceneCoords,
} from '@excalidraw/excalidraw'
import type { BinaryFileData, ExcalidrawImperativeAPI, ExcalidrawProps } from '@excalidraw/excalidraw/types'
import { IconTrash } from '@tabler/icons-react'
import type { DragEvent, JSX, Ref } from 'react'
import { useCallback, useEffect, useImperativeHandle, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Aside, BoardConnection } from '../sync/board-connection.ts'
import type { BigChange } from './big-changes.ts'
import classes from './BoardCanvas.module.css'
import { boundElements } from './brought-in.ts'
import { CARD_FONT, type Card } from './card.ts'
import { ClearDialog } from './ClearDialog.tsx'
import { Embed } from './Embed.tsx'
import { loadFont } from './default-font.ts'
import { drawingInside, handOn, isHandedOn, isImage } from './drop.ts'
import { embedPlace } from './embed-place.ts'
import type { ExportKind } from './export-drawing.ts'
import { drawableFiles } from './drawable-image.ts'
import { download, fileName } from './export-drawing.ts'
import type { Bounds, ScenePoint } from './fit-view.ts'
import type { ImportFault, Placing } from './import-drawing.ts'
import { browserPainter, takeInImage } from './incoming-image.ts'
import { linkToObject, objectOf } from './object-link.ts'
import { openLink } from './open-link.ts'
import { useClearQuestion } from './use-clear-question.ts'
import { useClipboardKeys } from './use-clipboard-keys.ts'
import { useControlNames } from './use-control-names.ts'
import { useLibrary } from './use-library.ts'
import { useMissingPart } from './use-missing-part.ts'
import { usePastedFiles } from './use-pasted-files.ts'
import { useSession } from './use-session.ts'

export type CanvasHandle = {
  /** Adds a drawing to the board. What is wrong with the file is said by a notice. */
  importFile(file: File): Promise<void>
  /** Hands the drawing to the person as a file. */
  export(kind: ExportKind): Promise<void>
  /** Ids of the elements that are selected. */
  selected(): readonly string[]
  /** What is selected or else in view, in scene coordinates; undefined while nothing is shown yet. */
  region(): Bounds | undefined
  /** Looks at a region of the scene. */
  lookAt(region: Bounds): void
  /** Looks at these elements, as far as they are still there. */
  lookAtElements(ids: readonly string[]): void
  /** Takes the laser pointer into this person's hand. */
  takeLaser(): void
  /** What the server is not known to have, or undefined where it has all. Throws where nothing is shown yet. */
  unsent(): Aside | undefined
  /** Puts on the board again what was set aside, as new elements; where that cannot be, a notice says why. */
  addAside(work: Aside): Promise<boolean>
  /** Puts a card on the board and selects it; where that cannot be, a notice says why. */
  addCard(card: Card): Promise<boolean>
  /** Hands what was set aside to the person as a file. */
  downloadAside(work: Aside): void
}

export type BoardCanvasProps = {
  readonly connection: BoardConnection
  readonly role: Role
  readonly boardId: string
  readonly title: string
  readonly theme: 'light' | 'dark'
  /** The origins whose pages may be shown in a frame. */
  readonly embedSites: readonly string[]
  /** Awareness id of the one whose view is followed. */
  readonly followed: number | null
  readonly onFollowEnd: () => void
  /** The region of the scene that is lit for all. */
  readonly spotlight: Bounds | null
  /** The element or group that the address names; undefined: none. */
  readonly object: string | undefined
  /** Somebody else has changed much of the drawing at once. */
  readonly onBigChange: (change: BigChange) => void
  readonly onNotice: (notice: { kind: 'info' | 'error'; text: string }) => void
  /** The drawing is there: from now on the handle can tell what of it is unsent. */
  readonly onShown: () => void
  readonly handle: Ref<CanvasHandle>
}

const isEmbedOf = (element: { type: string; link: string | null }, link: string): boolean =>
  element.type === 'embeddable' && element.link === link

/** What would replace the scene, lead elsewhere, or is the page's own matter. */
const UI_OPTIONS: NonNullable<ExcalidrawProps['UIOptions']> = {
  canvasActions: {
    clearCanvas: false,
    changeViewBackgroundColor: false,
    export: false,
    loadScene: false,
    saveToActiveFile: false,
    toggleTheme: false,
  },
}

/** What Excalidraw says where a drawing is too wide for the picture that it should copy. */
const TOO_BIG = 'The canvas may be too big.'
/** What it says where it does not find an object, which Gamelan looks for itself. */
const NOT_FOUND = "Linked object wasn't found on canvas."

const FAULT_WORDS = {
  'not-a-drawing': 'problems.not-a-drawing',
  'drawing-too-large': 'problems.drawing-too-large',
  'too-many-elements': 'canvas.tooManyElements',
  'empty-drawing': 'canvas.emptyDrawing',
  'nothing-fits': 'canvas.nothingFits',
  'not-allowed': 'problems.not-allowed',
} as const satisfies Record<ImportFault | 'not-allowed', string>

export default function BoardCanvas(props: BoardCanvasProps): JSX.Element {
  const { boardId, connection, role, title, theme, embedSites, followed, onFollowEnd, onNotice, onShown } =
    props
  const { t } = useTranslation()
  const root = useRef<HTMLDivElement>(null)
  const offered = useRef<ExcalidrawImperativeAPI>(null)
  const [api, setApi] = useState<ExcalidrawImperativeAPI | null>(null)
  const hasEnded = useSyncExternalStore(connection.subscribe, () => connection.snapshot().ended !== null)
  const mayDraw = may(role, 'draw') && !hasEnded
  const session = useSession(api, root, {
    boardId,
    role,
    connection,
    followed,
    spotlight: props.spotlight,
    object: props.object,
    onBigChange: props.onBigChange,
    onObjectMissing: () => onNotice({ kind: 'info', text: t('canvas.objectMissing') }),
    onImageRefused: (code) =>
      onNotice({ kind: 'error', text: t('canvas.imageRefused', { why: t(`problems.${code}`) }) }),
    onImageWaiting: (code) =>
      onNotice({ kind: 'error', text: t('canvas.imageWaits', { why: t(`problems.${code}`) }) }),
  })

  // After the session's own effect.
  useEffect(() => {
    if (api) onShown()
  }, [api, onShown])
  const keepLibrary = useLibrary(api)
  useMissingPart(() => {
    offered.current?.updateScene({ appState: { openDialog: null } })
  })
  const clearing = useClearQuestion(mayDraw)
  useClipboardKeys(root)
  useControlNames(root, t('canvas.mainMenu'))
  const generateIdForFile = (image: File): Promise<string> =>
    takeInImage(image, {
      has: (id) => offered.current?.getFiles()[id] !== undefined,
      add: (file) => offered.current?.addFiles([file as BinaryFileData]),
      keep: async (id, blob) => session.current?.keepImage(id, blob),
      paint: browserPainter,
      now: Date.now,
      tooLarge: t('problems.image-too-large'),
    })

  /** Answers whether it is on the board now. */
  const importDrawing = async (drawing: Blob, placing?: Placing): Promise<boolean> => {
    if (!session.current) return false
    const answer = mayDraw
      ? await session.current.importFile(drawing, (blob) => blob.text(), placing)
      : 'not-allowed'
    if (typeof answer === 'string') {
      onNotice({ kind: 'error', text: t(FAULT_WORDS[answer]) })
      return false
    }
    if (answer.dropped > 0) onNotice({ kind: 'info', text: t('canvas.dropped', { count: answer.dropped }) })
    return true
  }
  const importFile = async (file: File, near?: ScenePoint): Promise<void> => {
    await importDrawing((await drawingInside(file)) ?? file, near && { near })
  }

  usePastedFiles((file) => {
    importFile(file).catch(() => onNotice({ kind: 'error', text: t('board.importFailed') }))
  })

  useImperativeHandle(props.handle, () => ({
    importFile: (file) => importFile(file),
    export: async (kind) => {
      if (session.current) download(await session.current.export(kind), fileName(title, kind))
    },
    selected: () => session.current?.selected() ?? [],
    region: () => session.current?.region(),
    lookAt: (region) => session.current?.lookAt(region),
    lookAtElements: (ids) => session.current?.lookAtElements(ids),
    takeLaser: () => session.current?.takeLaser(),
    unsent: () => {
      if (!session.current) throw new Error('the drawing is not shown yet')
      return session.current.unsent()
    },
    addAside: ({ drawing }) => importDrawing(drawing, 'its-own-place'),
    addCard: async (card) => {
      // A text that is measured in another font is saved too narrow for everyone.
      await loadFont(CARD_FONT)
      if (mayDraw) return session.current?.addCard(card) ?? false
      onNotice({ kind: 'error', text: t(FAULT_WORDS['not-allowed']) })
      return false
    },
    downloadAside: ({ drawing }) => download(drawing, fileName(title, 'excalidraw')),
  }))

  const onDrop = (event: DragEvent): void => {
    const files = [...event.dataTransfer.files]
    if (!api || files.length === 0 || isHandedOn(event.nativeEvent)) return
    event.preventDefault()
    event.stopPropagation()
    const { nativeEvent, target } = event
    const at = viewportCoordsToSceneCoords(nativeEvent, api.getAppState())
    const takeIn = async (file: File): Promise<void> => {
      if (mayDraw && isImage(file) && !(await drawingInside(file))) handOn(file, target, nativeEvent)
      else await importFile(file, at)
    }
    for (const file of files) {
      takeIn(file).catch(() => onNotice({ kind: 'error', text: t('board.importFailed') }))
    }
  }

  const generateLinkForSelection = useCallback(
    (id: string) => linkToObject(boardId, id, location.origin),
    [boardId],
  )
  const onLinkOpen = useCallback<NonNullable<ExcalidrawProps['onLinkOpen']>>(
    (element, event) => {
      const object = objectOf(element.link, boardId, location.origin)
      if (object === undefined) {
        openLink(element, event)
        return
      }
      event.preventDefault()
      session.current?.seek(object)
    },
    [boardId, session],
  )

  const onChange = useCallback<NonNullable<ExcalidrawProps['onChange']>>(
    (_elements, { selectedElementIds, errorMessage, toast }, files) => {
      if (typeof errorMessage === 'string' && errorMessage !== '') {
        // Before it is painted: Excalidraw's own dialog covers the drawing and has no button to close it.
        offered.current?.updateScene({ appState: { errorMessage: null } })
        onNotice({ kind: 'error', text: errorMessage === TOO_BIG ? t('canvas.tooBigToCopy') : errorMessage })
      }
      // Excalidraw looks for the object of the address before the drawing has loaded.
      if (toast?.message === NOT_FOUND) offered.current?.setToast(null)
      // The first call says that Excalidraw has begun: what it was given earlier it would have overwritten.
      if (session.current) session.current.changed(selectedElementIds, files)
      else setApi(offered.current)
    },
    [session, onNotice, t],
  )
  const onPointerUpdate = useCallback<NonNullable<ExcalidrawProps['onPointerUpdate']>>(
    ({ pointer, button }) => session.current?.presence.pointAt({ ...pointer, down: button === 'down' }),
    [session],
  )
  // Excalidraw pastes what it finds in `data`; what is pasted is on the canvas before the document has seen it.
  const onPaste = useCallback<NonNullable<ExcalidrawProps['onPaste']>>(async (data) => {
    if (!data.elements) return true
    const elements = data.programmaticAPI
      ? convertToExcalidrawElements(data.elements as never)
      : data.elements
    data.programmaticAPI = false
    data.elements = boundElements(elements)
    if (data.files) {
      const { shown, files } = await drawableFiles(data.elements, data.files)
      data.elements = shown
      data.files = files
    }
    return true
  }, [])
  const onApi = useCallback((given: ExcalidrawImperativeAPI) => void (offered.current = given), [])
  // Every embed of the drawing is shown, if only as a link. A pasted address becomes one where its site is listed.
  const validateEmbeddable = useCallback(
    (link: string) =>
      embedPlace(link, embedSites, location.origin).kind === 'frame' ||
      (offered.current?.getSceneElements().some((element) => isEmbedOf(element, link)) ?? false),
    [embedSites],
  )
  const renderEmbeddable = useCallback(
    ({ link }: { link: string | null }) => <Embed link={link} sites={embedSites} />,
    [embedSites],
  )
  const endFollowing = (): void => {
    if (followed !== null) onFollowEnd()
  }

  return (
    <div
      ref={root}
      className={classes.canvas}
      onDropCapture={onDrop}
      onPointerDownCapture={endFollowing}
      onWheelCapture={endFollowing}
      onPointerLeave={() => session.current?.presence.pointNowhere()}
    >
      <Excalidraw
        excalidrawAPI={onApi}
        onChange={onChange}
        onPaste={onPaste}
        onPointerUpdate={onPointerUpdate}
        onLibraryChange={keepLibrary}
        generateIdForFile={generateIdForFile}
        generateLinkForSelection={generateLinkForSelection}
        onLinkOpen={onLinkOpen}
        UIOptions={UI_OPTIONS}
        viewModeEnabled={!mayDraw}
        theme={theme}
        name={title}
        langCode="en"
        isCollaborating
        autoFocus
        handleKeyboardGlobally
        aiEnabled={false}
        validateEmbeddable={validateEmbeddable}
        renderEmbeddable={renderEmbeddable}
      >
        <MainMenu>
          <MainMenu.DefaultItems.SaveAsImage />
          <MainMenu.DefaultItems.SearchMenu />
          <MainMenu.DefaultItems.Help />
          {mayDraw && (
            <MainMenu.Item icon={<IconTrash />} onSelect={clearing.ask}>
              {t('canvas.clear')}
            </MainMenu.Item>
          )}
        </MainMenu>
      </Excalidraw>
      {clearing.isAsked && <ClearDialog onClear={() => session.current?.clear()} onClose={clearing.close} />}
    </div>
  )
}
