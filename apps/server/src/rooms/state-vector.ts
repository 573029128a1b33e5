/**
 * State vectors as bytes: how many ids, then each with its clock. Yjs encodes those of whole documents only.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { STATE_VECTOR_BYTES } from '../limits.ts'

/** A state vector of these ids. */
export function encodeStateVectorOf(clocks: ReadonlyMap<number, number>): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clocks.size)
  for (const [client, clock] of clocks) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
  }
  return encoding.toUint8Array(encoder)
}

/** Whether these bytes from outside are a state vector, and not too long. */
export function isStateVector(bytes: Uint8Array): boolean {
  if (bytes.byteLength > STATE_VECTOR_BYTES) return false
  try {
    Y.decodeStateVector(bytes)
    return true
  } catch {
    return false
  }
}
