/**
 * What a board looks like, small, for the list: made by a page that has it open, kept by the server. Must never keep
 * more than one for a board, nor bytes that are no image.
 */
import { eq } from 'drizzle-orm'
import { PICTURE_BYTES } from '@gamelan/protocol/limits'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import { pictures } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import type { Storage } from '../storage.ts'
import { contentHash, needGeneration } from './files.ts'
import { readImage } from './image.ts'
import type { Pictures } from './types.ts'

/** What a canvas can make. No SVG: a picture is shown where nobody asked for a document. */
const PICTURE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/webp', 'image/jpeg'])

export function createPictures({
  database,
  storage,
  clock,
}: {
  readonly database: Database
  readonly storage: Pick<Storage, 'requireRoom' | 'added'>
  readonly clock: Clock
}): Pictures {
  const db = database.queries
  return {
    async put(boardId, bytes, generation, permit) {
      if (bytes.length > PICTURE_BYTES) throw new GamelanError('picture-too-large')
      const mimeType = readImage(bytes)?.mimeType
      if (mimeType === undefined || !PICTURE_TYPES.has(mimeType)) throw new GamelanError('not-an-image')
      storage.requireRoom(bytes.length)
      const row = { mimeType, bytes, sha256: contentHash(bytes), madeAt: new Date(clock.now()) }
      await database.transaction(async (tx) => {
        await permit(tx)
        // Held: a picture that shows what is being erased must not come after it.
        await needGeneration(tx, boardId, generation)
        await tx
          .insert(pictures)
          .values({ boardId, ...row })
          .onConflictDoUpdate({ target: pictures.boardId, set: row })
      })
      // The picture before it has gone: the next count in the database takes it off.
      storage.added(bytes.length)
      return { version: row.sha256 }
    },

    async read(boardId) {
      const [row] = await db.select().from(pictures).where(eq(pictures.boardId, boardId))
      return row
    },
  }
}
