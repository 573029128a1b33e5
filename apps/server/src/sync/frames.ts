/**
 * A board's frames as WebSocket frames (RFC 6455), put together once for all who get the same bytes and written to
 * the socket in one piece: half of what sending a small frame costs is in preparing it and in writing its head and its
 * body apart. Must never come between the frames of a message: nothing here is compressed or sent in fragments.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/** Larger ones, which are documents, go out without being copied. */
const COPIED_BYTES = 64 * 1024

/** A whole message, binary, from a server (unmasked). */
const HEAD = 0x82
const SHORT = 125
const LENGTH_16 = 126
const LENGTH_64 = 127

function framed(payload: Uint8Array): Buffer {
  const length = payload.byteLength
  const head = length <= SHORT ? 2 : length < 2 ** 16 ? 4 : 10
  const whole = Buffer.allocUnsafeSlow(head + length)
  whole[0] = HEAD
  if (head === 2) whole[1] = length
  else if (head === 4) {
    whole[1] = LENGTH_16
    whole.writeUInt16BE(length, 2)
  } else {
    whole[1] = LENGTH_64
    whole.writeBigUInt64BE(BigInt(length), 2)
  }
  whole.set(payload, head)
  return whole
}

/** Sends a frame, where the socket is still open. Never throws. */
export type Send = (socket: WebSocket, stream: Duplex, frame: Uint8Array) => void

/** Keeps the last frame as it goes over the wire: a room sends one frame to all before it sends the next. */
export function createSend(): Send {
  let last: { readonly frame: Uint8Array; readonly bytes: Buffer } | undefined
  return (socket, stream, frame) => {
    if (socket.readyState !== socket.OPEN) return
    if (frame.byteLength > COPIED_BYTES) {
      socket.send(frame)
      return
    }
    if (last?.frame !== frame) last = { frame, bytes: framed(frame) }
    stream.write(last.bytes)
  }
}
