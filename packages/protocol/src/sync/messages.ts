/**
 * The sync conversation's frames: the y-websocket protocol, and messages 102 (saved) and 103 (role). PROTOCOL.md has the grammar.
 * Used by both ends. Must never apply an update, and must never throw for bytes from outside: `decodeMessage`
 * answers `malformed`.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { roleSchema, type Role } from '../roles.ts'

export const MESSAGE_SYNC = 0
export const MESSAGE_AWARENESS = 1
export const MESSAGE_AUTH = 2
export const MESSAGE_QUERY_AWARENESS = 3
export const MESSAGE_SAVED = 102
export const MESSAGE_ROLE = 103
export const MESSAGE_DEFLATED = 104

const SYNC_STEP_1 = 0
const SYNC_STEP_2 = 1
const SYNC_UPDATE = 2

export type SyncMessage =
  | { readonly type: 'step1'; readonly stateVector: Uint8Array }
  | { readonly type: 'step2'; readonly update: Uint8Array }
  | { readonly type: 'update'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly update: Uint8Array }
  | { readonly type: 'query-awareness' }
  | { readonly type: 'saved'; readonly saved: Saved }
  | { readonly type: 'role'; readonly role: Role }
  /** Another frame, as raw DEFLATE. */
  | { readonly type: 'deflated'; readonly frame: Uint8Array }
  /** A message type of a later version: ignored, so that old and new can talk. */
  | { readonly type: 'unknown' }
  | { readonly type: 'malformed'; readonly reason: string }

/**
 * What message 102 says: committed to the database are all structs up to `stateVector` (it lists only the ids that
 * moved since the last 102) and, deletions included, this connection's first `messages` sync messages. `seq` is the
 * board's log position of that commit.
 */
export type Saved = { readonly seq: number; readonly stateVector: Uint8Array; readonly messages: number }

function frame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/** A frame that ends with bytes, which may be a whole document: they are copied once. */
function frameOf(head: readonly number[], payload: Uint8Array): Uint8Array {
  const start = frame((encoder) => {
    for (const number of head) encoding.writeVarUint(encoder, number)
    encoding.writeVarUint(encoder, payload.byteLength)
  })
  const whole = new Uint8Array(start.byteLength + payload.byteLength)
  whole.set(start)
  whole.set(payload, start.byteLength)
  return whole
}

const syncFrame = (kind: number, payload: Uint8Array) => frameOf([MESSAGE_SYNC, kind], payload)

/** "This is what I have": asks the other end for what it has beyond this state vector. */
export const encodeStep1 = (stateVector: Uint8Array): Uint8Array => syncFrame(SYNC_STEP_1, stateVector)

/** The answer to step 1: everything beyond the asker's state vector, as one update. */
export const encodeStep2 = (update: Uint8Array): Uint8Array => syncFrame(SYNC_STEP_2, update)

/** A change as it happens. */
export const encodeUpdate = (update: Uint8Array): Uint8Array => syncFrame(SYNC_UPDATE, update)

/** Presence: a y-protocols awareness update. */
export const encodeAwareness = (update: Uint8Array): Uint8Array => frameOf([MESSAGE_AWARENESS], update)

/** Message 102, see {@link Saved}. */
export function encodeSaved(saved: Saved): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_SAVED)
    encoding.writeVarUint(encoder, saved.seq)
    encoding.writeVarUint8Array(encoder, saved.stateVector)
    encoding.writeVarUint(encoder, saved.messages)
  })
}

/** Message 103: what this connection may do from now on. */
export function encodeRole(role: Role): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_ROLE)
    encoding.writeVarString(encoder, role)
  })
}

/** Message 104: another frame, as raw DEFLATE, for those who asked for it when they connected. */
export const encodeDeflated = (frame: Uint8Array): Uint8Array => frameOf([MESSAGE_DEFLATED], frame)

/** An awareness update about nobody. A y-websocket client reconnects after 30 s without a message; this holds it. */
export const KEEP_ALIVE: Uint8Array = Uint8Array.of(MESSAGE_AWARENESS, 1, 0)

/** Whether these bytes are a sync message (step 1, step 2 or update): what message 102 counts. */
export function isSyncFrame(bytes: Uint8Array): boolean {
  return bytes[0] === MESSAGE_SYNC
}

/** Reads one frame. Never throws; bytes left over make it malformed, since a well-made frame has none. */
export function decodeMessage(bytes: Uint8Array): SyncMessage {
  try {
    const decoder = decoding.createDecoder(bytes)
    const message = readMessage(decoder)
    if (message.type === 'unknown' || message.type === 'malformed') return message
    if (decoding.hasContent(decoder))
      return { type: 'malformed', reason: 'bytes after the end of the message' }
    return message
  } catch (error) {
    return { type: 'malformed', reason: error instanceof Error ? error.message : 'unreadable' }
  }
}

function readMessage(decoder: decoding.Decoder): SyncMessage {
  switch (decoding.readVarUint(decoder)) {
    case MESSAGE_SYNC:
      return readSync(decoder)
    case MESSAGE_AWARENESS:
      return { type: 'awareness', update: decoding.readVarUint8Array(decoder) }
    case MESSAGE_QUERY_AWARENESS:
      return { type: 'query-awareness' }
    case MESSAGE_SAVED:
      return {
        type: 'saved',
        saved: {
          seq: decoding.readVarUint(decoder),
          stateVector: decoding.readVarUint8Array(decoder),
          messages: decoding.readVarUint(decoder),
        },
      }
    case MESSAGE_ROLE:
      return { type: 'role', role: roleSchema.parse(decoding.readVarString(decoder)) }
    case MESSAGE_DEFLATED:
      return { type: 'deflated', frame: decoding.readVarUint8Array(decoder) }
    default:
      return { type: 'unknown' }
  }
}

function readSync(decoder: decoding.Decoder): SyncMessage {
  const kind = decoding.readVarUint(decoder)
  const payload = decoding.readVarUint8Array(decoder)
  switch (kind) {
    case SYNC_STEP_1:
      return { type: 'step1', stateVector: payload }
    case SYNC_STEP_2:
      return { type: 'step2', update: payload }
    case SYNC_UPDATE:
      return { type: 'update', update: payload }
    default:
      return { type: 'malformed', reason: `no such sync message: ${kind}` }
  }
}
