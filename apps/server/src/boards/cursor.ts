/** Where a page of a list ended, as text for the next request. Pure. Must never be trusted to be one of ours. */
import { boardIdSchema, visitorIdSchema } from '@gamelan/protocol/ids'
import { z } from 'zod'
import { GamelanError } from '../errors.ts'

/** The last board or person of a page: the list goes on behind it, by time and then by id. */
export type Position = { readonly at: Date; readonly id: string }

const idSchema = z.union([boardIdSchema, visitorIdSchema])

export function writeCursor({ at, id }: Position): string {
  return `${at.getTime()}~${id}`
}

/** undefined: this is no cursor. */
export function readCursor(cursor: string): Position | undefined {
  const [time, text] = cursor.split('~')
  const at = new Date(/^\d{1,15}$/.test(time ?? '') ? Number(time) : Number.NaN)
  const id = idSchema.safeParse(text)
  return id.success && !Number.isNaN(at.getTime()) ? { at, id: id.data } : undefined
}

/** Where a page begins; undefined: at the beginning. Throws `invalid-request` for what is no cursor. */
export function startOf(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined
  const position = readCursor(cursor)
  if (!position) throw new GamelanError('invalid-request', { detail: 'The cursor is not one of ours.' })
  return position
}
