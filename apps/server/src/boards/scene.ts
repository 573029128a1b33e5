/**
 * A board's drawing as a `.excalidraw` document, now or as it was. It is read from the log, where what is announced
 * as saved already stands: nobody on the live board is disturbed (H7), and the seq it answers with is exact. Images
 * are written out one after the other, so that a board full of them costs no more memory than its largest.
 */
import { setImmediate } from 'node:timers/promises'
import { BoardScene, exportDrawing } from '@gamelan/board-model'
import type { History } from '../history/types.ts'
import { supportedDocument } from './supported.ts'
import type { Files } from './types.ts'

export type SceneParts = {
  readonly history: Pick<History, 'at'>
  readonly files: Pick<Files, 'describe' | 'read'>
}

/** A moment's document: its text piece by piece. */
export type SceneText = { readonly seq: number; readonly text: AsyncIterable<string> }

export type Scenes = {
  /** Both throw `document-newer`. The drawing at `seq`, or now. `source` is the address that it says it comes from. undefined: no such moment. */
  read(boardId: string, seq: number | undefined, source: string): Promise<SceneText | undefined>
  /** The drawing now, as the text of a document without its images. undefined: no such board. */
  withoutImages(boardId: string, source: string): Promise<string | undefined>
}

/** Elements that are written in one piece. */
const PIECE = 500

/** A list as JSON, piece by piece: one of many elements takes a while. */
function* writeList(list: readonly unknown[]): Generator<string> {
  yield '['
  for (let at = 0; at < list.length; at += PIECE) {
    const text = JSON.stringify(list.slice(at, at + PIECE))
    yield `${at === 0 ? '' : ','}${text.slice(1, -1)}`
  }
  yield ']'
}

export function createScenes({ history, files }: SceneParts): Scenes {
  /** The drawing, and the ids of the images that it shows. */
  async function look(boardId: string, seq: number | undefined, source: string) {
    const moment = await history.at(boardId, seq)
    if (!moment) return undefined
    const doc = supportedDocument(moment.update)
    // Each of these steps takes a while on a large board: others come in between.
    await setImmediate()
    const scene = new BoardScene(doc)
    await setImmediate()
    const drawing = exportDrawing(scene.all(), {}, source)
    const fileIds = new Set<string>()
    for (const { isDeleted, fileId } of scene.all()) {
      if (!isDeleted && typeof fileId === 'string') fileIds.add(fileId)
    }
    scene.destroy()
    doc.destroy()
    return { seq: moment.seq, drawing, fileIds: [...fileIds] }
  }

  async function* write(
    boardId: string,
    drawing: object,
    fileIds: readonly string[],
  ): AsyncGenerator<string> {
    let comma = '{'
    for (const [name, value] of Object.entries(drawing)) {
      yield `${comma}${JSON.stringify(name)}:`
      comma = ','
      if (name === 'elements' && Array.isArray(value)) yield* writeList(value)
      else yield JSON.stringify(value)
    }
    yield `${comma}"files":{`
    comma = ''
    for (const file of await files.describe(boardId, fileIds)) {
      const bytes = await files.read(file.sha256)
      if (!bytes) continue
      const { fileId, mimeType, addedAt } = file
      const dataURL = `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}`
      const entry = { mimeType, id: fileId, dataURL, created: addedAt.getTime() }
      yield `${comma}${JSON.stringify(fileId)}:${JSON.stringify(entry)}`
      comma = ','
    }
    yield '}}'
  }

  return {
    async read(boardId, seq, source) {
      const found = await look(boardId, seq, source)
      if (!found) return undefined
      const { files: _, ...drawing } = found.drawing
      return { seq: found.seq, text: write(boardId, drawing, found.fileIds) }
    },
    async withoutImages(boardId, source) {
      const found = await look(boardId, undefined, source)
      return found && JSON.stringify(found.drawing)
    },
  }
}
