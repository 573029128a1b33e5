/**
 * A drawing from a file, added to a board: its images into the store first, then all of its elements as one change,
 * answered once that is committed. Must never leave a part of a drawing behind, nor let an image of the file take
 * the place of one that the board has.
 */
import { BoardScene, importDrawing, parseDrawing } from '@gamelan/board-model'
import type { Drawing } from '@gamelan/board-model'
import type { Imported } from '@gamelan/protocol/http/boards'
import { fileIdSchema } from '@gamelan/protocol/ids'
import { GamelanError } from '../errors.ts'
import type { Author } from '../history/types.ts'
import type { Rooms } from '../rooms/types.ts'
import { contentHash, derivedFileId } from './files.ts'
import type { Files } from './types.ts'

export type ImportParts = {
  readonly rooms: Pick<Rooms, 'open'>
  readonly files: Pick<Files, 'put'>
  /** An id for an element whose own is taken. */
  readonly newId: () => string
}

export type Imports = {
  /** Throws `not-a-drawing` and `drawing-too-large`, and then the board is as it was. */
  add(boardId: string, bytes: Uint8Array, author: Author): Promise<Imported>
}

type DrawingFile = Drawing['files'][number]

/** The drawing that some bytes are. Throws `not-a-drawing` and `drawing-too-large`. */
function readDrawing(bytes: Uint8Array): Drawing {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new GamelanError('not-a-drawing', { detail: 'The file is no JSON text.', cause })
  }
  const parsed = parseDrawing(json)
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

export function createImports({ rooms, files, newId }: ImportParts): Imports {
  /** Stores an image. Answers what the board calls it; undefined: it is no image, or too large. */
  async function store(boardId: string, { id, dataURL }: DrawingFile, addedBy: string) {
    const bytes = dataUrlBytes(dataURL)
    if (!bytes) return undefined
    const sha256 = contentHash(bytes)
    const fileId = fileIdSchema.safeParse(id).data
    try {
      const { file } = await files.put({ boardId, fileId, bytes, addedBy })
      if (file.sha256 === sha256) return file.fileId
      // Another image has that name here.
      return (await files.put({ boardId, fileId: derivedFileId(sha256), bytes, addedBy })).file.fileId
    } catch (error) {
      if (error instanceof GamelanError && error.status < 500) return undefined
      throw error
    }
  }

  /** Stores the drawing's images. Its elements then name them as the board does; those of refused ones are out. */
  async function withStoredFiles(boardId: string, drawing: Drawing, addedBy: string): Promise<Drawing> {
    const names = new Map<string, string | undefined>()
    for (const file of drawing.files) names.set(file.id, await store(boardId, file, addedBy))
    const elements: Drawing['elements'][number][] = []
    for (const element of drawing.elements) {
      const { fileId } = element
      if (typeof fileId !== 'string' || !names.has(fileId)) elements.push(element)
      else {
        const name = names.get(fileId)
        if (name !== undefined) elements.push({ ...element, fileId: name })
      }
    }
    return { ...drawing, elements, dropped: drawing.dropped + drawing.elements.length - elements.length }
  }

  return {
    async add(boardId, bytes, author) {
      const drawing = await withStoredFiles(boardId, readDrawing(bytes), author.actor)
      const room = await rooms.open(boardId)
      try {
        let added: string[] = []
        const { elements } = drawing
        const adds = { bytes: JSON.stringify(elements).length, elements: elements.length }
        const { seq } = await room.change(
          author,
          (doc) => {
            const scene = new BoardScene(doc)
            added = importDrawing(doc, scene, drawing, { origin: author, newId }).added
            scene.destroy()
          },
          adds,
        )
        return { seq, added, dropped: drawing.dropped }
      } finally {
        room.release()
      }
    },
  }
}
