/**
 * The tickets of this page, where the browser takes no cookies: each signs this visitor in to one board for some minutes.
 * Must never be stored: a ticket is a credential.
 */
const tickets = new Map<string, string>()

/** How often a ticket is renewed, in milliseconds: it is good for five minutes. */
export const RENEW_TICKET_MS = 2 * 60 * 1000

export const takesCookies = (): boolean => navigator.cookieEnabled

/** Remembers a ticket until the page closes. Where cookies work, they say who this is, and no ticket is needed. */
export function holdTicket(boardId: string, ticket: string): void {
  if (!takesCookies()) tickets.set(boardId, ticket)
}

/** undefined: there is none, or none is needed. */
export const ticketFor = (boardId: string): string | undefined => tickets.get(boardId)

const BOARD = /^\/api\/boards\/([^/?]+)/

/** `fetch`, with the ticket of the board that is asked about. */
export function withTicket(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const boardId = typeof input === 'string' ? BOARD.exec(input)?.[1] : undefined
    const ticket = boardId === undefined ? undefined : ticketFor(decodeURIComponent(boardId))
    if (ticket === undefined) return fetch(input, init)
    const headers = new Headers(init?.headers)
    headers.set('gamelan-ticket', ticket)
    return fetch(input, { ...init, headers })
  }
}
