/**
 * An unmodified y-websocket client, as a program uses it: the key of a link as a bearer token. BroadcastChannel is
 * off, since two providers in one process would sync through it without any server.
 */
import { decodeMessage, isSyncFrame, MESSAGE_SAVED, type Saved } from '@gamelan/protocol/sync/messages'
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
  /** Of a client with `?saved=1`: resolves when message 102 has told that all it sent is committed. */
  allSaved(): Promise<void>
  /** The last message 102 of this connection. */
  saved(): Saved | undefined
  close(): void
}

export type ClientOptions = { readonly key: string; readonly params?: Record<string, string> }

/** Connects to a board. */
export function connect(origin: string, boardId: string, { key, params = {} }: ClientOptions): Client {
  let sent = 0
  let saved: Saved | undefined
  class Authorized extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { authorization: `Bearer ${key}` } })
      sent = 0
      saved = undefined
    }
    override send(data: Uint8Array): void {
      if (isSyncFrame(data)) sent += 1
      super.send(data)
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${origin.replace(/^http/, 'ws')}/sync`, boardId, doc, {
    WebSocketPolyfill: Authorized as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    params,
  })
  provider.messageHandlers[MESSAGE_SAVED] = (_encoder, decoder) => {
    const message = decodeMessage(decoder.arr)
    if (message.type === 'saved') saved = message.saved
    provider.emit('status', [{ status: 'connected' }])
  }
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
    allSaved: () => until(() => saved !== undefined && saved.messages === sent),
    saved: () => saved,
    close() {
      provider.destroy()
      doc.destroy()
    },
  }
}
