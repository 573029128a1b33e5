/**
 * Columns of many rows in one answer: each is what the database sends of its values in binary, one behind the other.
 * Pure.
 */

/** Milliseconds from 1970 to 2000, from which on the database counts. */
const EPOCH = Date.UTC(2000, 0, 1)

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength)

/** Of `string_agg(int4send(n), '')`. */
export function int4s(bytes: Uint8Array): number[] {
  const view = viewOf(bytes)
  const found: number[] = []
  for (let i = 0; i < bytes.byteLength; i += 4) found.push(view.getInt32(i))
  return found
}

/** Of `string_agg(int8send(n), '')`: integers that a number holds exactly. */
export function int8s(bytes: Uint8Array): number[] {
  const view = viewOf(bytes)
  const found: number[] = []
  for (let i = 0; i < bytes.byteLength; i += 8) found.push(view.getInt32(i) * 2 ** 32 + view.getUint32(i + 4))
  return found
}

/** Of `string_agg(timestamptz_send(at), '')`: milliseconds since 1970. */
export const times = (bytes: Uint8Array): number[] =>
  int8s(bytes).map((microseconds) => EPOCH + Math.round(microseconds / 1000))
