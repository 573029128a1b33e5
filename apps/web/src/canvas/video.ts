/**
 * A video of drawings, made in the browser: each is painted by Excalidraw, and encoded as WebM. Must never hold more
 * than one picture at a time beside what is encoded.
 */
import type { BoardElement } from '@gamelan/board-model'
import { exportToCanvas } from '@excalidraw/excalidraw'
import type { BinaryFiles } from '@excalidraw/excalidraw/types'
import { BufferTarget, CanvasSource, Output, WebMOutputFormat, canEncodeVideo } from 'mediabunny'
import { toPicture } from './excalidraw-scene.ts'
import type { Bounds } from './fit-view.ts'

const WIDTH = 1280
const HEIGHT = 720
/** What is left free at each side, in pixels. */
const MARGIN = 24
const BITRATE = 2_500_000

/** Whether this browser can make one. */
export const canMakeVideo = (): Promise<boolean> =>
  'VideoEncoder' in globalThis
    ? canEncodeVideo('vp8', { width: WIDTH, height: HEIGHT })
    : Promise.resolve(false)

export type VideoMaker = {
  /** Adds a picture that stands from `start` on, in seconds, for so long. */
  add(elements: readonly BoardElement[], start: number, duration: number): Promise<void>
  finish(): Promise<Blob>
  cancel(): Promise<void>
}

/** An element that nobody sees: with it every picture shows the same part of the drawing. */
function frameOf([left, top, right, bottom]: Bounds): BoardElement {
  const frame = {
    id: 'frame of the video',
    type: 'rectangle',
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
    angle: 0,
    strokeColor: 'transparent',
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    strokeWidth: 1,
    strokeStyle: 'solid',
    roughness: 0,
    opacity: 0,
    seed: 1,
    roundness: null,
    index: null,
    isDeleted: false,
    groupIds: [],
    frameId: null,
    boundElements: [],
    link: null,
    locked: false,
    version: 1,
    versionNonce: 1,
    updated: 1,
  } as const
  return frame
}

/** @param area what is in the picture, in scene coordinates */
export async function startVideo(
  area: Bounds,
  files: () => BinaryFiles,
  frameRate: number,
): Promise<VideoMaker> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const found = canvas.getContext('2d')
  if (!found) throw new Error('this browser has no canvas')
  const context: CanvasRenderingContext2D = found
  const target = new BufferTarget()
  const output = new Output({ format: new WebMOutputFormat(), target })
  const source = new CanvasSource(canvas, { codec: 'vp8', bitrate: BITRATE, keyFrameInterval: 2 })
  output.addVideoTrack(source, { frameRate })
  await output.start()
  const frame = frameOf(area)

  async function paint(elements: readonly BoardElement[]): Promise<void> {
    const picture = await exportToCanvas({
      elements: toPicture([frame, ...elements]),
      files: files(),
      appState: { exportBackground: true, viewBackgroundColor: '#ffffff' },
      exportPadding: 0,
      getDimensions(width: number, height: number) {
        const scale = Math.min((WIDTH - 2 * MARGIN) / width, (HEIGHT - 2 * MARGIN) / height)
        return { width: Math.ceil(width * scale), height: Math.ceil(height * scale), scale }
      },
    })
    context.fillStyle = '#ffffff'
    context.fillRect(0, 0, WIDTH, HEIGHT)
    context.drawImage(picture, (WIDTH - picture.width) / 2, (HEIGHT - picture.height) / 2)
  }

  return {
    async add(elements, start, duration) {
      await paint(elements)
      await source.add(start, duration)
    },
    async finish() {
      await output.finalize()
      if (target.buffer === null) throw new Error('no video was written')
      return new Blob([target.buffer], { type: 'video/webm' })
    },
    cancel: () => output.cancel(),
  }
}
