/** Boards on the measured servers: made over http here, by being named elsewhere. */
import { createBoard } from '../../support/boards.ts'
import type { ServerName } from './servers/names.ts'

export type Board = {
  readonly server: ServerName
  /** What the server calls it. */
  readonly name: string
  /** Of its WebSocket. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Makes a board, or names one. */
export async function makeBoard(server: ServerName, origin: string): Promise<Board> {
  const address = origin.replace(/^http/, 'ws')
  if (server === 'y-websocket-server' || server === 'hocuspocus') {
    const name = `board-${crypto.randomUUID()}`
    return { server, name, url: `${address}/${name}`, headers: {} }
  }
  const { id, keys } = await createBoard(origin, 'A bench', { 'x-forwarded-for': anyAddress() })
  // As a page asks: it wants to know what is saved, takes large documents deflated, and does not look at
  // its own presence.
  const url = `${address}/sync/${id}?saved=1&deflate=1&own=1`
  return { server, name: id, url, headers: { authorization: `Bearer ${keys.editor}` } }
}

let addresses = 0

/** An address has a rate of new boards, and a bench needs more. */
function anyAddress(): string {
  addresses += 1
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`
}
