/**
 * Keeps images that would freeze the page away from Excalidraw, which draws every image on the page's one thread. A small
 * SVG can take hours. Every image is checked here before it is on a canvas; only SVG can fail. The formula is in
 * board-model MODEL.md ("What an SVG image costs to draw").
 */
import type { Drawing } from '@gamelan/board-model'

const SVG_TYPE = /^image\/svg\+xml\b/i

/** Whether the page can draw an image and still answer. */
export async function isDrawable(image: Blob): Promise<boolean> {
  if (!SVG_TYPE.test(image.type)) return true
  // Few boards have an SVG: the parser comes when one does.
  const { isSvgDrawable } = await import('@gamelan/board-model/svg-cost')
  return isSvgDrawable(new Uint8Array(await image.arrayBuffer()))
}

async function isDrawableUrl(dataURL: string): Promise<boolean> {
  if (!/^data:image\/svg\+xml/i.test(dataURL)) return true
  const { dataBytes, isSvgDrawable } = await import('@gamelan/board-model/svg-cost')
  const bytes = dataBytes(dataURL)
  return bytes === undefined || isSvgDrawable(bytes)
}

/** Ids of the images that the page cannot draw. */
async function undrawableIds(
  files: Iterable<{ id: string; dataURL: string }>,
): Promise<ReadonlySet<unknown>> {
  const found = new Set<unknown>()
  for (const { id, dataURL } of files) if (!(await isDrawableUrl(dataURL))) found.add(id)
  return found
}

type WithFile = { readonly fileId?: unknown }
const showsNone =
  (ids: ReadonlySet<unknown>) =>
  (element: object): boolean =>
    !ids.has((element as WithFile).fileId)

/** A drawing from a file without such images and the elements that show them, and how many those were. */
export async function withoutUndrawable(drawing: Drawing): Promise<{ drawing: Drawing; undrawable: number }> {
  const ids = await undrawableIds(drawing.files)
  if (ids.size === 0) return { drawing, undrawable: 0 }
  const elements = drawing.elements.filter(showsNone(ids))
  const files = drawing.files.filter(({ id }) => !ids.has(id))
  return {
    drawing: { ...drawing, elements, files },
    undrawable: drawing.elements.length - elements.length,
  }
}

/** The same for what was pasted. */
export async function drawableFiles<E extends object, F extends { id: string; dataURL: string }>(
  elements: readonly E[],
  files: Readonly<Record<string, F>>,
): Promise<{ shown: readonly E[]; files: Record<string, F> }> {
  const ids = await undrawableIds(Object.values(files))
  return {
    shown: elements.filter(showsNone(ids)),
    files: Object.fromEntries(Object.entries(files).filter(([, { id }]) => !ids.has(id))),
  }
}
