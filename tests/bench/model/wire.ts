/** What a change costs on the wire: the sync frame of the real protocol, in the WebSocket frame of a client. */
import { encodeUpdate } from '@gamelan/protocol/sync/messages'

/** RFC 6455, 5.2: two bytes, a longer length where it does not fit in seven bits, and a client's masking key. */
function webSocketHeader(payload: number): number {
  const length = payload <= 125 ? 0 : payload <= 0xffff ? 2 : 8
  return 2 + length + 4
}

/** Bytes that a page hands to TCP for one update. */
export function bytesOnWire(update: Uint8Array): number {
  const payload = encodeUpdate(update).byteLength
  return webSocketHeader(payload) + payload
}
