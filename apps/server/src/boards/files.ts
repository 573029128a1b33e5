/**
 * Images on boards (M12, A8): checked by content, stored once by content, named per board as the drawing names them.
 * Must never put another image in the place of one that is there: the first upload for a name wins.
 */
import { createHash } from 'node:crypto'
import { isSvgDrawable } from '@gamelan/board-model/svg-cost'
import { and, eq, inArray, notExists, sql } from 'drizzle-orm'
import type { Limits } from '../settable-limits.ts'
import type { Storage } from '../storage.ts'
import type { Clock } from '../clock.ts'
import type { Database, Queries } from '../database/database.ts'
import { blobs, boards, files } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import { SVG_TYPE, readImage } from './image.ts'
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

type FileLimits = Pick<Limits, 'imageBytes' | 'imagePixels' | 'bytesPerBoard' | 'bytesPerVisitor'>

/** Whether an SVG can be drawn, by its bytes: `mayKeep` asks first, and then `put`. */
const svgVerdicts = new WeakMap<Uint8Array, boolean>()

function canBeDrawn(bytes: Uint8Array): boolean {
  const known = svgVerdicts.get(bytes)
  if (known !== undefined) return known
  const verdict = isSvgDrawable(bytes)
  svgVerdicts.set(bytes, verdict)
  return verdict
}

/** The type of an image that may be kept. Throws `image-too-large` and `not-an-image`. */
function admitImage(bytes: Uint8Array, { imageBytes, imagePixels }: FileLimits): string {
  if (bytes.length > imageBytes) throw new GamelanError('image-too-large')
  const kind = readImage(bytes)
  if (!kind) throw new GamelanError('not-an-image')
  if ((kind.width ?? 0) * (kind.height ?? 0) > imagePixels) throw new GamelanError('image-too-large')
  if (kind.mimeType === SVG_TYPE && !canBeDrawn(bytes))
    throw new GamelanError('image-too-large', {
      detail: 'The SVG takes too long to draw. Simplify it, or save it as PNG.',
    })
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

const total = sql<number>`coalesce(sum(${blobs.size}), 0)::float8`

/**
 * Throws `no-room` where so many more bytes are too many for the board, or for the one who made it, whose boards count
 * together. Those who upload at the same time do not see each other: a board may come to hold a little more.
 */
async function needRoom(on: Queries, boardId: string, bytes: number, limits: FileLimits): Promise<void> {
  const stored = () => on.select({ total }).from(files).innerJoin(blobs, eq(blobs.sha256, files.sha256))
  const [board] = await stored().where(eq(files.boardId, boardId))
  if ((board?.total ?? 0) + bytes > limits.bytesPerBoard)
    throw new GamelanError('no-room', { detail: 'the board holds as many bytes of images as it may' })
  const made = on.select({ by: boards.createdBy }).from(boards).where(eq(boards.id, boardId))
  const [maker] = await stored()
    .innerJoin(boards, eq(boards.id, files.boardId))
    .where(inArray(boards.createdBy, made))
  if ((maker?.total ?? 0) + bytes > limits.bytesPerVisitor)
    throw new GamelanError('no-room', { detail: 'the boards of its maker hold as many bytes as they may' })
}

/**
 * Throws `history-erased` where something was erased from the board since. Held until the image is kept: one that comes
 * while something is erased comes before, and may go with it, or is refused (H8).
 */
export async function needGeneration(tx: Queries, boardId: string, generation: number): Promise<void> {
  const [board] = await tx
    .select({ generation: boards.generation })
    .from(boards)
    .where(eq(boards.id, boardId))
    .for('share')
  if (board?.generation !== generation) throw new GamelanError('history-erased')
}

/** Rows of one statement: each value is a parameter, of which there are 65,535. */
const COPIED_AT_ONCE = 1000

type FilesParts = {
  readonly database: Database
  readonly limits: FileLimits
  readonly storage: Pick<Storage, 'requireRoom' | 'added'>
  readonly clock: Clock
}

export function createFiles({ database, limits, storage, clock }: FilesParts): Files {
  const db = database.queries
  return {
    mayKeep(bytes) {
      try {
        admitImage(bytes, limits)
        return true
      } catch (error) {
        if (error instanceof GamelanError) return false
        throw error
      }
    },

    async put({ boardId, fileId, bytes, addedBy, generation, permit }) {
      const mimeType = admitImage(bytes, limits)
      const sha256 = contentHash(bytes)
      const name = fileId ?? derivedFileId(sha256)
      const at = new Date(clock.now())
      let isStored = false
      const kept = await database.transaction(async (tx) => {
        await permit?.(tx)
        if (generation !== undefined) await needGeneration(tx, boardId, generation)
        const [taken] = await describe(tx, boardId, [name])
        if (!taken) await needRoom(tx, boardId, bytes.length, limits)
        // Held, so that it is not erased as an image of no board before this board names it.
        const [known] = await tx
          .select({ size: blobs.size })
          .from(blobs)
          .where(eq(blobs.sha256, sha256))
          .for('key share')
        if (!known) {
          storage.requireRoom(bytes.length)
          await tx
            .insert(blobs)
            .values({ sha256, mimeType, size: bytes.length, bytes, createdAt: at })
            .onConflictDoNothing()
          isStored = true
        }
        const [kept] = await tx
          .insert(files)
          .values({ boardId, fileId: name, sha256, addedBy, addedAt: at })
          // Whoever brings it, too, makes it theirs: what was added is then not taken back any more.
          .onConflictDoUpdate({
            target: [files.boardId, files.fileId],
            set: { addedAt: sql`greatest(excluded.added_at, ${files.addedAt} + interval '1 millisecond')` },
          })
          .returning({ isNew: sql<boolean>`xmax = 0` })
        const [row] = await describe(tx, boardId, [name])
        if (!row) throw new Error('A file that was kept is not there.')
        const { addedAt: _, ...file } = row
        const added = kept?.isNew === true
        const takeBack = async () => {
          if (!added) return
          const ours = and(eq(files.boardId, boardId), eq(files.fileId, name), eq(files.addedAt, at))
          await db.delete(files).where(ours)
        }
        return { file, added, takeBack }
      })
      if (isStored) storage.added(bytes.length)
      return kept
    },

    async copy(tx, { from, to, fileIds, addedBy }) {
      const found = await describe(tx, from, fileIds)
      if (found.length === 0) return
      await needRoom(
        tx,
        to,
        found.reduce((sum, { bytes }) => sum + bytes, 0),
        limits,
      )
      const addedAt = new Date(clock.now())
      for (let i = 0; i < found.length; i += COPIED_AT_ONCE) {
        const rows = found
          .slice(i, i + COPIED_AT_ONCE)
          .map(({ fileId, sha256 }) => ({ boardId: to, fileId, sha256, addedBy, addedAt }))
        await tx.insert(files).values(rows)
      }
    },

    async erase(tx, boardId, fileIds) {
      if (fileIds.length === 0) return
      const gone = await tx
        .delete(files)
        .where(and(eq(files.boardId, boardId), inArray(files.fileId, [...fileIds])))
        .returning({ sha256: files.sha256 })
      const contents = gone.map(({ sha256 }) => sha256)
      if (contents.length === 0) return
      // Held, and then asked: whoever is about to name one of them waits, as with the sweeper.
      const held = await tx
        .select({ sha256: blobs.sha256 })
        .from(blobs)
        .where(inArray(blobs.sha256, contents))
        .for('update')
      const named = tx.select({ sha256: files.sha256 }).from(files).where(eq(files.sha256, blobs.sha256))
      const those = held.map(({ sha256 }) => sha256)
      await tx.delete(blobs).where(and(inArray(blobs.sha256, those), notExists(named)))
    },

    describe: (boardId, fileIds) => describe(db, boardId, fileIds),

    async read(sha256) {
      const [row] = await db.select({ bytes: blobs.bytes }).from(blobs).where(eq(blobs.sha256, sha256))
      return row?.bytes
    },
  }
}
