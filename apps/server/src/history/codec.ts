/**
 * Bytes at rest: checksums, and how a keyframe is packed. Pure but for zlib's threads. Must never answer bytes whose
 * checksum is wrong.
 */
import { promisify } from 'node:util'
import { crc32, deflateRaw, inflateRaw } from 'node:zlib'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** How a keyframe's payload is packed (`encoding` in the tables). */
export const PLAIN = 0
export const DEFLATED = 1

/** Smaller keyframes are not worth the threads. */
const DEFLATE_FROM = 1024

/** Bytes from which a folded row may become smaller. */
export const DEFLATE_FOLDED_FROM = 64

/** CRC-32 of a payload as it is stored. */
export const checksum = (payload: Uint8Array): number => crc32(payload)

export type Packed = { readonly encoding: number; readonly payload: Uint8Array }

/** Packs a whole document for rest, or another update from so many bytes on. */
export async function pack(update: Uint8Array, from = DEFLATE_FROM): Promise<Packed> {
  const payload = update.byteLength < from ? update : await deflate(update)
  if (payload.byteLength >= update.byteLength) return { encoding: PLAIN, payload: update }
  return { encoding: DEFLATED, payload }
}

/** The way back. Rejects for an encoding of a later version. */
export async function unpack({ encoding, payload }: Packed): Promise<Uint8Array> {
  if (encoding === PLAIN) return payload
  if (encoding === DEFLATED) return inflate(payload)
  throw new Error(`bytes of the unknown encoding ${encoding}`)
}
