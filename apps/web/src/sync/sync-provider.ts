/**
 * y-websocket's provider, made to measure: it counts what it sends for message 102, sends presence of this page
 * alone (y-websocket echoes everyone's back), and spreads its reconnects. Must never decide what a state means; it
 * only reports events.
 */
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import type { Role } from '@gamelan/protocol/roles'
import type { Saved, SyncMessage } from '@gamelan/protocol/sync/messages'
import {
  MESSAGE_AWARENESS,
  MESSAGE_DEFLATED,
  MESSAGE_ROLE,
  MESSAGE_SAVED,
  MESSAGE_SYNC,
  decodeMessage,
  encodeAwareness,
  isSyncFrame,
} from '@gamelan/protocol/sync/messages'
import { decodeAwarenessEntries, encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import * as decoding from 'lib0/decoding'
import { applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { backoff } from './backoff.ts'
import type { Timer } from './coalesce.ts'
import { coalesce } from './coalesce.ts'
import { countingSocket } from './counting-socket.ts'
import { canInflate, inflate } from './inflate.ts'

/** Presence goes out at most once in this time, in milliseconds; the server's tick is no shorter. */
const PRESENCE_INTERVAL_MS = 40

/**
 * Limit on one try to connect, in milliseconds. Where packets vanish, a browser waits for minutes: longer than the
 * outage. The next try follows by the usual backoff.
 */
const CONNECT_TIMEOUT_MS = 10_000

/** When the network is said to be back, a try that began longer ago than this is replaced, in milliseconds. */
const FRESH_TRY_MS = 2_000

/**
 * A state that is not renewed for 30 s counts as gone, and a hidden tab's timers may run once a minute. Messages
 * arrive there at any time, so they are what renews it, if it is older than this, in milliseconds.
 */
const PRESENCE_AGE_MS = 12_000

/** More states than this in one frame are no presence of one board. */
const MOST_PEOPLE = 10_000

export type SyncEvents = {
  /** A try begins; nothing is sent before it has opened. */
  connecting(): void
  opened(): void
  sent(message: SyncMessage['type']): void
  saved(saved: Saved): void
  /** What this page's person may do from now on. */
  role(role: Role): void
  /** Everything that the server had when it was asked is in the document. */
  synced(): void
  /** The server has everything up to these clocks, by client id, and nothing past them. */
  has(clocks: ReadonlyMap<number, number>): void
  /**
   * Somebody else wrote under this document's client id: what this page sends would be taken for known, and what the
   * server says that it has is not this page's work.
   */
  overtaken(): void
  /** A try failed, or a connection ended; the next try comes by itself. */
  lost(): void
  /** The server said that trying again is pointless: see CLOSE_CODES. */
  closed(code: number): void
}

export type SyncOptions = {
  readonly origin: string
  readonly boardId: string
  readonly doc: Y.Doc
  readonly awareness: Awareness
  /** Asked for each try: a ticket lasts minutes. undefined: the cookie says who this is. */
  readonly ticket: () => string | undefined
  readonly Socket: typeof WebSocket
  readonly timer: Timer
  readonly now: () => number
  readonly random: () => number
  readonly events: SyncEvents
}

export type SyncProvider = {
  connect(): void
  /** Tries at once what would be tried later: the network is said to be back. */
  hurry(): void
  /**
   * Takes a new socket at once, without waiting for the old one's goodbye, which is long in coming where the network
   * is cut. The server looks anew who this is.
   */
  renew(): void
  destroy(): void
}

/** Makes a provider that is not connected yet. */
export function createSyncProvider(options: SyncOptions): SyncProvider {
  const { doc, awareness, events, now } = options
  const provider = new WebsocketProvider(`${options.origin}/sync`, options.boardId, doc, {
    connect: false,
    disableBc: true,
    awareness,
    params: {
      saved: '1',
      role: '1',
      own: '1',
      ...(canInflate() && { deflate: '1' }),
    },
    WebSocketPolyfill: countingSocket(options.Socket, (frame) => {
      if (isSyncFrame(frame)) events.sent(decodeMessage(frame).type)
    }),
  })

  const sendPresence = coalesce(
    () => {
      if (provider.ws?.readyState !== options.Socket.OPEN) return false
      const frame = encodeAwareness(encodeAwarenessUpdate(awareness, [awareness.clientID]))
      provider.ws.send(frame as Uint8Array<ArrayBuffer>)
      return true
    },
    PRESENCE_INTERVAL_MS,
    options.timer,
  )
  const onPresence = (_change: unknown, origin: unknown): void => {
    if (origin === 'local') sendPresence()
  }
  const renewPresence = (): void => {
    const state = awareness.getLocalState()
    if (state !== null) awareness.setLocalState(state)
  }
  awareness.off('update', provider._awarenessUpdateHandler)
  awareness.on('update', onPresence)

  provider.messageHandlers[MESSAGE_AWARENESS] = (_encoder, decoder) => {
    const update = withoutOwn(decoding.readVarUint8Array(decoder), awareness.clientID)
    if (update) applyAwarenessUpdate(awareness, update, provider)
    const renewed = awareness.meta.get(awareness.clientID)?.lastUpdated ?? 0
    if (now() - renewed > PRESENCE_AGE_MS) renewPresence()
  }
  const handleSync = provider.messageHandlers[MESSAGE_SYNC]
  provider.messageHandlers[MESSAGE_SYNC] = (encoder, decoder, ...rest) => {
    const message = decodeMessage(decoder.arr)
    if (message.type === 'step1') {
      const clocks = Y.decodeStateVector(message.stateVector)
      if ((clocks.get(doc.clientID) ?? 0) > Y.getState(doc.store, doc.clientID)) {
        decoder.pos = decoder.arr.length
        return events.overtaken()
      }
      events.has(clocks)
    }
    handleSync?.(encoder, decoder, ...rest)
  }
  provider.messageHandlers[MESSAGE_SAVED] = (_encoder, decoder) => {
    const message = decodeMessage(decoder.arr)
    decoder.pos = decoder.arr.length
    if (message.type === 'saved') events.saved(message.saved)
  }
  provider.messageHandlers[MESSAGE_ROLE] = (_encoder, decoder) => {
    const message = decodeMessage(decoder.arr)
    decoder.pos = decoder.arr.length
    if (message.type === 'role') events.role(message.role)
  }
  // What comes while it is inflated may be applied before it: Yjs keeps what rests on something that is still to come.
  provider.messageHandlers[MESSAGE_DEFLATED] = (encoder, decoder, ...rest) => {
    const socket = provider.ws
    const message = decodeMessage(decoder.arr)
    decoder.pos = decoder.arr.length
    if (message.type !== 'deflated') return
    const read = (frame: Uint8Array): void => {
      if (provider.ws !== socket) return
      const inner = decoding.createDecoder(frame)
      const type = decoding.readVarUint(inner)
      provider.messageHandlers[type]?.(encoder, inner, ...rest)
    }
    inflate(message.frame).then(read, () => {
      // The next try asks for the document as it is.
      delete provider.params['deflate']
      if (provider.ws === socket) socket?.close()
    })
  }

  const takeTicket = (): void => {
    const ticket = options.ticket()
    if (ticket === undefined) delete provider.params['ticket']
    else provider.params['ticket'] = ticket
  }
  takeTicket()
  let triedSince = 0
  let limit: unknown
  const giveUpTry = (): void => {
    if (!provider.wsconnecting) return
    // Does not wait for the socket's close event, and counts as a failed try.
    provider.disconnect()
    provider.shouldConnect = true
  }
  provider.on('status', ({ status }) => {
    options.timer.clear(limit)
    if (status === 'connecting') {
      triedSince = now()
      limit = options.timer.set(giveUpTry, CONNECT_TIMEOUT_MS)
      events.connecting()
    }
    if (status !== 'connected') return
    events.opened()
    // The others' pages keep the clock at which this state was removed; only a higher one brings it back.
    renewPresence()
  })
  provider.on('sync', (isSynced) => {
    if (isSynced) events.synced()
  })
  provider.on('connection-close', (event) => {
    options.timer.clear(limit)
    takeTicket()
    // Every try would send the same frame again (S5a).
    if (event?.code === CLOSE_CODES.tooBig) {
      provider.disconnect()
      events.closed(event.code)
      return
    }
    provider.maxBackoffTime = backoff(provider.wsUnsuccessfulReconnects + 1, options.random())
    events.lost()
  })
  provider.on('closed', ({ code }) => events.closed(code))

  const renew = (): void => {
    if (!provider.shouldConnect) return
    provider.disconnect()
    provider.connect()
  }
  return {
    connect: () => provider.connect(),
    hurry: () => {
      if (!provider.shouldConnect) return
      if (provider.wsconnecting && now() - triedSince > FRESH_TRY_MS) renew()
      else provider.connect()
    },
    renew,
    destroy: () => {
      options.timer.clear(limit)
      sendPresence.cancel()
      awareness.off('update', onPresence)
      provider.destroy()
    },
  }
}

/**
 * What an awareness update says of others, or undefined where it says nothing. What comes back about this page
 * itself is the server's stamp on its own words; its clock would only get in the way.
 */
function withoutOwn(update: Uint8Array, clientId: number): Uint8Array | undefined {
  const entries = decodeAwarenessEntries(update, MOST_PEOPLE) ?? []
  const others = entries.filter((entry) => entry.clientId !== clientId)
  if (others.length === 0) return undefined
  return others.length === entries.length ? update : encodeAwarenessEntries(others)
}
