/** Where a page of boards ended, as text for the next request. Pure. Must never be trusted to be one of ours. */
import { boardIdSchema } from '@gamelan/protocol/ids'

/** The last board of a page: the list goes on behind it, by change and then by id. */
export type Position = { readonly changedAt: Date; readonly id: string }

export function writeCursor({ changedAt, id }: Position): string {
  return `${changedAt.getTime()}~${id}`
}

/** undefined: this is no cursor. */
export function readCursor(cursor: string): Position | undefined {
  const [time, id] = cursor.split('~')
  const changedAt = new Date(/^\d{1,15}$/.test(time ?? '') ? Number(time) : Number.NaN)
  const board = boardIdSchema.safeParse(id)
  return board.success && !Number.isNaN(changedAt.getTime()) ? { changedAt, id: board.data } : undefined
}
