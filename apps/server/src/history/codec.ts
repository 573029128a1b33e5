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
const DEFLATE_FOLDED_FROM = 64

/** CRC-32 of bytes as they are stored, as the database has it: 32 bits with a sign. */
export const checksum = (bytes: Uint8Array): number => crc32(bytes) | 0

export type Packed = { readonly encoding: number; readonly payload: Uint8Array }

/** Packs a whole document for rest, or another update that has so many bytes or more. */
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

/** What a row of the log has of an update. */
export type AtRest = { readonly payload: Uint8Array; readonly checksum: number }

/**
 * An update for a row of the log. Of a folded row the payload begins with a byte for the encoding, which the checksum
 * leaves out: that every other row says nothing of it saves a column.
 */
export async function toRow(update: Uint8Array, isFolded: boolean): Promise<AtRest> {
  if (!isFolded) return { payload: update, checksum: checksum(update) }
  const { encoding, payload } = await pack(update, DEFLATE_FOLDED_FROM)
  return { payload: Buffer.concat([Uint8Array.of(encoding), payload]), checksum: checksum(payload) }
}

/** The update of a row, or what is wrong with the row. Only what is packed takes a while. */
export function fromRow(row: AtRest, isFolded: boolean): Uint8Array | Promise<Uint8Array | Damage> | Damage {
  const stored = isFolded ? row.payload.subarray(1) : row.payload
  if (checksum(stored) !== row.checksum) return 'has a wrong checksum'
  if (!isFolded || row.payload[0] === PLAIN) return stored
  return unpack({ encoding: row.payload[0] ?? -1, payload: stored }).catch(
    () => 'cannot be unpacked' as const,
  )
}

export type Damage = 'has a wrong checksum' | 'cannot be unpacked'
