/**
 * Files dropped onto the drawing, caught before Excalidraw: it would replace the whole scene by a drawing, and does
 * the same with a picture that has one inside. Images without a drawing are handed on to it.
 */
import { loadFromBlob } from '@excalidraw/excalidraw'

/** Drops that were looked at already and are Excalidraw's. */
const handedOn = new WeakSet<Event>()

export function isHandedOn(event: Event): boolean {
  return handedOn.has(event)
}

export function isImage(file: File): boolean {
  return file.type.startsWith('image/')
}

/** Formats that Excalidraw writes drawings into. */
const MAY_HOLD_DRAWING = new Set(['image/png', 'image/svg+xml'])

/** The drawing that Excalidraw put into an image when it was exported, as a file of its own; undefined without one. */
export async function drawingInside(image: File): Promise<File | undefined> {
  if (!MAY_HOLD_DRAWING.has(image.type)) return undefined
  try {
    const { elements, files } = await loadFromBlob(image, null, null)
    return new File([JSON.stringify({ type: 'excalidraw', elements, files })], image.name)
  } catch {
    // How Excalidraw says that there is none.
    return undefined
  }
}

/** Drops an image again, for Excalidraw, where it was dropped. */
export function handOn(image: File, target: EventTarget, { clientX, clientY }: MouseEvent): void {
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(image)
  const again = new DragEvent('drop', { bubbles: true, cancelable: true, clientX, clientY, dataTransfer })
  handedOn.add(again)
  target.dispatchEvent(again)
}
