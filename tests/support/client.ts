/**
 * An unmodified y-websocket client, as a program uses it: the key of a link as a bearer token. BroadcastChannel is
 * off, since two providers in one process would sync through it without any server.
 */
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

export type Client = {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  /** The element map of a board. */
  readonly elements: Y.Map<unknown>
  /** Resolves when the client has what the server had when it connected. */
  synced(): Promise<void>
  /** Resolves when this holds, which is asked after each change of the document, awareness or connection. */
  until(what: () => boolean): Promise<void>
  close(): void
}

export type ClientOptions = { readonly key: string; readonly params?: Record<string, string> }

/** Connects to a board. */
export function connect(origin: string, boardId: string, { key, params = {} }: ClientOptions): Client {
  class Authorized extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { authorization: `Bearer ${key}` } })
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${origin.replace(/^http/, 'ws')}/sync`, boardId, doc, {
    WebSocketPolyfill: Authorized as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    params,
  })
  const until = (what: () => boolean) =>
    new Promise<void>((resolve) => {
      const stop = () => {
        doc.off('update', look)
        provider.awareness.off('update', look)
        provider.off('sync', look)
        provider.off('status', look)
        provider.off('closed', look)
      }
      const look = () => {
        if (!what()) return
        stop()
        resolve()
      }
      doc.on('update', look)
      provider.awareness.on('update', look)
      provider.on('sync', look)
      provider.on('status', look)
      provider.on('closed', look)
      look()
    })
  return {
    doc,
    provider,
    elements: doc.getMap('elements'),
    synced: () => until(() => provider.synced),
    until,
    close() {
      provider.destroy()
      doc.destroy()
    },
  }
}
