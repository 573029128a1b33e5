/**
 * A drawing from a file, added to a board: its images into the store first, then all of its elements as one change,
 * answered once that is committed. On a board that holds something it lies beside that, as one group [UX UM4]. Must never
 * leave a part of a drawing behind, images of one that the board has no
 * room for among them, nor let an image of the file take the place of one that the board has.
 */
import { setImmediate } from 'node:timers/promises'
import { BoardScene, importBeside, parseDrawing } from '@gamelan/board-model'
import type { Box, Drawing, ImportedBeside } from '@gamelan/board-model'
import type { Imported } from '@gamelan/protocol/http/boards'
import { fileIdSchema } from '@gamelan/protocol/ids'
import { GamelanError } from '../errors.ts'
import type { Author } from '../history/types.ts'
import { IMPORT_DEPTH, IMPORT_VALUES } from '../limits.ts'
import type { Rooms } from '../rooms/types.ts'
import type { Storage } from '../storage.ts'
import { jsonShape } from './json-shape.ts'
import { requireSupported } from './supported.ts'
import { contentHash, derivedFileId } from './files.ts'
import type { Files } from './types.ts'

export type ImportParts = {
  readonly rooms: Pick<Rooms, 'open'>
  readonly files: Pick<Files, 'put' | 'mayKeep'>
  readonly storage: Pick<Storage, 'requireRoom'>
  /** An id for an element whose own is taken. */
  readonly newId: () => string
}

export type Imports = {
  /**
   * Throws `not-a-drawing`, `drawing-too-large`, `document-newer`, and what `stillMay` throws, which is asked right before
   * the change; then the board is as it was.
   */
  add(boardId: string, bytes: Uint8Array, author: Author, stillMay: () => Promise<unknown>): Promise<Imported>
}

/** The drawing that some bytes are. Throws `not-a-drawing` and `drawing-too-large`. */
async function readDrawing(bytes: Uint8Array): Promise<Drawing> {
  const { depth, values } = jsonShape(bytes, { depth: IMPORT_DEPTH, values: IMPORT_VALUES })
  if (depth > IMPORT_DEPTH)
    throw new GamelanError('not-a-drawing', { detail: 'Its values are nested too deeply.' })
  if (values > IMPORT_VALUES)
    throw new GamelanError('drawing-too-large', { detail: 'The file has too many values.' })
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new GamelanError('not-a-drawing', { detail: 'The file is no JSON text.', cause })
  }
  // Each of these steps takes a while on a large file: others come in between.
  await setImmediate()
  const parsed = parseDrawing(json)
  await setImmediate()
  if (parsed.ok) return parsed.drawing
  const code = parsed.code === 'not-a-drawing' ? 'not-a-drawing' : 'drawing-too-large'
  throw new GamelanError(code, { detail: parsed.detail })
}

/** The bytes that a data URL holds, in base64 or as text. undefined: it is none. */
export function dataUrlBytes(dataURL: string): Uint8Array | undefined {
  const comma = dataURL.indexOf(',')
  if (!dataURL.startsWith('data:') || comma < 0) return undefined
  const body = dataURL.slice(comma + 1)
  if (/;base64$/i.test(dataURL.slice(0, comma))) return Buffer.from(body, 'base64')
  try {
    return Buffer.from(decodeURIComponent(body))
  } catch {
    // A per cent sign that escapes nothing.
    return undefined
  }
}

/** The images of a drawing that may be kept, by what the drawing calls them. */
async function imagesOf({ files }: Drawing, mayKeep: Files['mayKeep']): Promise<Map<string, Uint8Array>> {
  const images = new Map<string, Uint8Array>()
  for (const { id, dataURL } of files) {
    const bytes = dataUrlBytes(dataURL)
    if (bytes && mayKeep(bytes)) images.set(id, bytes)
    // Looking at an SVG takes a while: others are served between two images.
    await setImmediate()
  }
  return images
}

const placeOf = ([left, top, right, bottom]: Box) => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
})

type Kept = Awaited<ReturnType<Files['put']>>

export function createImports({ rooms, files, storage, newId }: ImportParts): Imports {
  /** Stores an image. Answers what the board calls it, and how to take it back. */
  async function store(boardId: string, id: string, bytes: Uint8Array, addedBy: string): Promise<Kept> {
    const sha256 = contentHash(bytes)
    const fileId = fileIdSchema.safeParse(id).data
    const kept = await files.put({ boardId, fileId, bytes, addedBy })
    // Another image may have that name here.
    return kept.file.sha256 === sha256
      ? kept
      : files.put({ boardId, fileId: derivedFileId(sha256), bytes, addedBy })
  }

  return {
    async add(boardId, bytes, author, stillMay) {
      const drawing = await readDrawing(bytes)
      const images = await imagesOf(drawing, files.mayKeep)
      const refused = new Set<unknown>(drawing.files.map(({ id }) => id).filter((id) => !images.has(id)))
      const kept = drawing.elements.filter(({ fileId }) => !refused.has(fileId))
      const adds = { bytes: JSON.stringify(kept).length, elements: kept.length }
      const room = await rooms.open(boardId)
      const stored: Kept[] = []
      let isWritten = false
      try {
        // Before anything is stored: nobody would ever see the images of a drawing that the board does not take.
        room.requireRoom(author, adds)
        requireSupported(room.doc)
        storage.requireRoom(adds.bytes)
        const names = new Map<unknown, string>()
        for (const [id, image] of images) {
          const kept = await store(boardId, id, image, author.actor)
          stored.push(kept)
          names.set(id, kept.file.fileId)
        }
        const elements = kept.map((element) => {
          const fileId = names.get(element.fileId)
          return fileId === undefined ? element : { ...element, fileId }
        })
        await stillMay()
        let imported: ImportedBeside = { added: [], group: null, at: null, files: [] }
        const { seq } = await room.change(
          author,
          (doc) => {
            isWritten = true
            const scene = new BoardScene(doc)
            imported = importBeside(doc, scene, { ...drawing, elements }, { origin: author, newId })
            scene.destroy()
          },
          adds,
        )
        return {
          seq,
          added: imported.added,
          dropped: drawing.dropped + drawing.elements.length - elements.length,
          group: imported.group,
          at: imported.at && placeOf(imported.at),
        }
      } catch (error) {
        // Once the elements are written they may be committed, whatever the answer says, and then they need their images.
        // What the database cannot take back now stays: the refusal is what has to be told.
        if (!isWritten) await Promise.allSettled(stored.map((kept) => kept.takeBack()))
        throw error
      } finally {
        room.release()
      }
    },
  }
}
