/** The drawing as a file: for Excalidraw, or as a picture that Excalidraw can open again. */
import type { BoardElement } from '@gamelan/board-model'
import { exportDrawing } from '@gamelan/board-model'
import { exportToBlob, exportToSvg } from '@excalidraw/excalidraw'
import type { BinaryFiles } from '@excalidraw/excalidraw/types'
import { toPicture } from './excalidraw-scene.ts'

export type ExportKind = 'excalidraw' | 'png' | 'svg'

/** What is exported; `files` as Excalidraw has them. */
export type ExportSource = {
  /** In stacking order; deleted ones may be among them. */
  readonly elements: readonly BoardElement[]
  readonly files: BinaryFiles
  readonly origin: string
}

/** Scale of an exported picture: sharp on a projector. */
const PNG_SCALE = 2
const PADDING = 16
/** Bounds of a picture, in pixels: a larger canvas stays empty in some browsers, or takes a gigabyte. */
const PNG_SIDE = 16_000
const PNG_PIXELS = 40_000_000

/** The scale at which a drawing of this size still fits into a canvas that every browser can make. */
export function pngScale(width: number, height: number): number {
  return Math.min(PNG_SCALE, PNG_SIDE / Math.max(width, height), Math.sqrt(PNG_PIXELS / (width * height)))
}

/** The whole drawing in one file. */
export async function exportAs(kind: ExportKind, { elements, files, origin }: ExportSource): Promise<Blob> {
  if (kind === 'excalidraw') return excalidrawFile(elements, files, origin)
  const options = {
    elements: toPicture(elements),
    files,
    appState: { exportBackground: true, viewBackgroundColor: '#ffffff', exportEmbedScene: true },
    exportPadding: PADDING,
  }
  if (kind === 'png') {
    const getDimensions = (width: number, height: number) => {
      const scale = pngScale(width, height)
      return { width: width * scale, height: height * scale, scale }
    }
    return exportToBlob({ ...options, mimeType: 'image/png', getDimensions })
  }
  const svg = await exportToSvg(options)
  return new Blob([svg.outerHTML], { type: 'image/svg+xml' })
}

/** These elements, with the images among them, as Excalidraw's own kind of file. */
export function excalidrawFile(elements: readonly BoardElement[], files: BinaryFiles, origin: string): Blob {
  const text = JSON.stringify(exportDrawing(elements, files, origin), null, 2)
  return new Blob([text], { type: 'application/vnd.excalidraw+json' })
}

/** A title as a name that every file system takes. */
export function fileName(title: string, kind: ExportKind | 'webm'): string {
  const name = title
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120)
  return `${name.replace(/^\.+|\.+$/g, '') || 'board'}.${kind}`
}

/** Hands a file to the person. */
export function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken the blob by the time that the next task runs.
  setTimeout(() => URL.revokeObjectURL(address), 0)
}
