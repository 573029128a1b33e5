/**
 * As whom this browser last opened a board, so that it opens again while the server is away. Grants nothing: the
 * server decides anew as soon as it answers. Must never hold a key.
 */
import { boardIdSchema } from '@gamelan/protocol/ids'
import { participantSchema } from '@gamelan/protocol/http/boards'
import { roleSchema } from '@gamelan/protocol/roles'
import { z } from 'zod'
import type { Shelf } from '../../storage/browser-storage.ts'

const rememberedSchema = z.object({
  role: roleSchema,
  participant: participantSchema,
  title: z.string(),
  /** The board whose session it belongs to; undefined: its own, or it is not known. */
  sessionBoard: boardIdSchema.optional(),
})
export type Remembered = z.infer<typeof rememberedSchema>

const keyOf = (boardId: string): string => `gamelan:board:${boardId}`

/** What is remembered of a board; null where nothing is, or nothing that can be read. */
export function recall(storage: Shelf, boardId: string): Remembered | null {
  try {
    const parsed = rememberedSchema.safeParse(JSON.parse(storage.getItem(keyOf(boardId)) ?? 'null'))
    return parsed.success ? parsed.data : null
  } catch {
    return null // not JSON, or storage is switched off
  }
}

/** Remembers. A full or switched-off storage only means that the board does not open while the server is away. */
export function remember(storage: Shelf, boardId: string, remembered: Remembered): void {
  try {
    storage.setItem(keyOf(boardId), JSON.stringify(remembered))
  } catch {
    // See above.
  }
}

/** Forgets a board that this browser may not see any more. */
export function forget(storage: Shelf, boardId: string): void {
  try {
    storage.removeItem(keyOf(boardId))
  } catch {
    // Storage is switched off: nothing was kept.
  }
}
