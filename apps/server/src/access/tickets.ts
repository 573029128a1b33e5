/**
 * Tickets: a visitor signed in to one board for a short while, for pages embedded where cookies do not reach. Must
 * never outlive its time by the server's clock, nor open another board than its own.
 */
import { boardIdSchema, visitorIdSchema } from '@gamelan/protocol/ids'
import { seal, unseal } from './signing.ts'

/** How long a ticket is good for, in milliseconds: time enough to connect, and to connect again after a fault. */
export const TICKET_LIFETIME = 5 * 60 * 1000

export type Ticket = { readonly visitorId: string; readonly boardId: string }

/** Writes a ticket that ends `TICKET_LIFETIME` after `now` (milliseconds). */
export function writeTicket(secret: string, ticket: Ticket, now: number): string {
  return seal(secret, 'ticket', `${ticket.visitorId}~${ticket.boardId}~${now + TICKET_LIFETIME}`)
}

/** Reads a ticket, or undefined where it is not ours or its time is over at `now` (milliseconds). */
export function readTicket(secret: string, text: string, now: number): Ticket | undefined {
  const value = unseal(secret, 'ticket', text)
  if (value === undefined) return undefined
  const [visitorId, boardId, end] = value.split('~')
  if (!(now < Number(end))) return undefined
  const visitor = visitorIdSchema.safeParse(visitorId)
  const board = boardIdSchema.safeParse(boardId)
  return visitor.success && board.success ? { visitorId: visitor.data, boardId: board.data } : undefined
}
