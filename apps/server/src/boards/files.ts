/**
 * Images on boards (M12, A8): checked by content, stored once by content, named per board as the drawing names them.
 * Must never put another image in the place of one that is there: the first upload for a name wins.
 */
import { createHash } from 'node:crypto'
import { and, eq, inArray } from 'drizzle-orm'
import { IMAGE_BYTES, IMAGE_PIXELS } from '@gamelan/protocol/limits'
import type { Clock } from '../clock.ts'
import type { Database, Queries } from '../database/database.ts'
import { blobs, files } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import { readImage } from './image.ts'
import type { Files } from './types.ts'

/** As long as the SHA-1 in hex that Excalidraw names files by. */
const DERIVED_ID_LENGTH = 40

/** SHA-256 in hex: what an image is stored under. */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The name of an image that came without one, or whose own name is taken by another image. */
export function derivedFileId(sha256: string): string {
  return sha256.slice(0, DERIVED_ID_LENGTH)
}

/** The type of an image that may be kept. Throws `image-too-large` and `not-an-image`. */
export function admitImage(bytes: Uint8Array): string {
  if (bytes.length > IMAGE_BYTES) throw new GamelanError('image-too-large')
  const kind = readImage(bytes)
  if (!kind) throw new GamelanError('not-an-image')
  if ((kind.width ?? 0) * (kind.height ?? 0) > IMAGE_PIXELS) throw new GamelanError('image-too-large')
  return kind.mimeType
}

const described = {
  fileId: files.fileId,
  mimeType: blobs.mimeType,
  bytes: blobs.size,
  sha256: blobs.sha256,
  addedAt: files.addedAt,
}

function describe(on: Queries, boardId: string, fileIds: readonly string[]) {
  return on
    .select(described)
    .from(files)
    .innerJoin(blobs, eq(blobs.sha256, files.sha256))
    .where(and(eq(files.boardId, boardId), inArray(files.fileId, [...fileIds])))
}

export function createFiles({ database, clock }: { database: Database; clock: Clock }): Files {
  const db = database.queries
  return {
    async put({ boardId, fileId, bytes, addedBy }) {
      const mimeType = admitImage(bytes)
      const sha256 = contentHash(bytes)
      const name = fileId ?? derivedFileId(sha256)
      const at = new Date(clock.now())
      return database.transaction(async (tx) => {
        const [known] = await tx.select({ size: blobs.size }).from(blobs).where(eq(blobs.sha256, sha256))
        if (!known) {
          await tx
            .insert(blobs)
            .values({ sha256, mimeType, size: bytes.length, bytes, createdAt: at })
            .onConflictDoNothing()
        }
        const added = await tx
          .insert(files)
          .values({ boardId, fileId: name, sha256, addedBy, addedAt: at })
          .onConflictDoNothing()
          .returning({ fileId: files.fileId })
        const [row] = await describe(tx, boardId, [name])
        if (!row) throw new Error('A file that was kept is not there.')
        const { addedAt: _, ...file } = row
        return { file, added: added.length > 0 }
      })
    },

    describe: (boardId, fileIds) => describe(db, boardId, fileIds),

    async read(sha256) {
      const [row] = await db.select({ bytes: blobs.bytes }).from(blobs).where(eq(blobs.sha256, sha256))
      return row?.bytes
    },
  }
}
