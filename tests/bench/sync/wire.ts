/**
 * How each server wants to be spoken to, as bytes that are ready to be sent. This project and y-websocket-server speak
 * y-websocket's protocol; Hocuspocus begins each frame with the document's name, and wants a token first.
 */
import { inflateRawSync } from 'node:zlib'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import {
  MESSAGE_AWARENESS,
  MESSAGE_DEFLATED,
  MESSAGE_SAVED,
  MESSAGE_SYNC,
} from '@gamelan/protocol/sync/messages'
import type { ServerName } from './servers/names.ts'

/** What a frame from a server is about. `payload`: an update, an awareness update, or nothing. */
export type Incoming = {
  readonly type: 'step1' | 'document' | 'edits' | 'presence' | 'saved' | 'other'
  readonly payload: Uint8Array
  /** Of message 102: how many of this connection's first sync messages are saved. */
  readonly savedMessages: number
}

export type Wire = {
  /** Sent as soon as the socket is open: all that comes before changes can flow. */
  hello(): Uint8Array[]
  edit(update: Uint8Array): Uint8Array
  /** A whole document, as the answer to the server's step 1. */
  document(update: Uint8Array): Uint8Array
  presence(update: Uint8Array): Uint8Array
  read(frame: Uint8Array): Incoming
}

const [STEP_1, STEP_2, UPDATE] = [0, 1, 2]
const [HOCUSPOCUS_AUTH, HOCUSPOCUS_TOKEN, HOCUSPOCUS_SYNC_REPLY] = [2, 0, 4]
/** The state vector of one who has nothing. */
const NOTHING = Uint8Array.of(0)
const EMPTY = new Uint8Array()

const OTHER: Incoming = { type: 'other', payload: EMPTY, savedMessages: 0 }

export function wireFor(server: ServerName, board: string): Wire {
  const isNamed = server === 'hocuspocus'

  function frame(write: (encoder: encoding.Encoder) => void): Uint8Array {
    const encoder = encoding.createEncoder()
    if (isNamed) encoding.writeVarString(encoder, board)
    write(encoder)
    return encoding.toUint8Array(encoder)
  }
  const sync = (kind: number, payload: Uint8Array) =>
    frame((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE_SYNC)
      encoding.writeVarUint(encoder, kind)
      encoding.writeVarUint8Array(encoder, payload)
    })

  function read(bytes: Uint8Array): Incoming {
    const decoder = decoding.createDecoder(bytes)
    if (isNamed) decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    const made = (type: Incoming['type'], payload: Uint8Array): Incoming => ({
      type,
      payload,
      savedMessages: 0,
    })
    if (type === MESSAGE_SYNC || (isNamed && type === HOCUSPOCUS_SYNC_REPLY)) {
      const kind = decoding.readVarUint(decoder)
      const payload = decoding.readVarUint8Array(decoder)
      return made(kind === STEP_1 ? 'step1' : kind === STEP_2 ? 'document' : 'edits', payload)
    }
    if (type === MESSAGE_AWARENESS) return made('presence', decoding.readVarUint8Array(decoder))
    if (type === MESSAGE_DEFLATED && !isNamed)
      return read(inflateRawSync(decoding.readVarUint8Array(decoder)))
    if (type === MESSAGE_SAVED && !isNamed) {
      decoding.readVarUint(decoder)
      decoding.readVarUint8Array(decoder)
      return { type: 'saved', payload: EMPTY, savedMessages: decoding.readVarUint(decoder) }
    }
    return OTHER
  }

  return {
    hello() {
      const step1 = sync(STEP_1, NOTHING)
      if (!isNamed) return [step1]
      const auth = frame((encoder) => {
        encoding.writeVarUint(encoder, HOCUSPOCUS_AUTH)
        encoding.writeVarUint(encoder, HOCUSPOCUS_TOKEN)
        encoding.writeVarString(encoder, 'nobody asks')
      })
      return [auth, step1]
    },
    edit: (update) => sync(UPDATE, update),
    document: (update) => sync(STEP_2, update),
    presence: (update) =>
      frame((encoder) => {
        encoding.writeVarUint(encoder, MESSAGE_AWARENESS)
        encoding.writeVarUint8Array(encoder, update)
      }),
    read,
  }
}
