/** A Yjs update (V1) written from its structs and deletions. Pure. Must never change what a struct says. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export type Struct = Y.Item | Y.GC | Y.Skip

export type Range = { readonly clock: number; readonly len: number }

/**
 * An update of these structs, each client id's in a run without holes, and of these deletions.
 * @param known the next clock of a client id: the part of a first struct that is before it is left out
 */
export function writeUpdate(
  runs: readonly (readonly Struct[])[],
  deletions: ReadonlyMap<number, readonly Range[]>,
  known: (client: number) => number = () => 0,
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  // Yjs writes higher ids first, which makes integrating quicker.
  const filled = runs
    .flatMap((structs) => (structs[0] === undefined ? [] : [{ first: structs[0].id, structs }]))
    .sort((a, b) => b.first.client - a.first.client)
  encoding.writeVarUint(encoder.restEncoder, filled.length)
  for (const { first, structs } of filled) {
    encoding.writeVarUint(encoder.restEncoder, structs.length)
    encoder.writeClient(first.client)
    const offset = Math.max(0, known(first.client) - first.clock)
    encoding.writeVarUint(encoder.restEncoder, first.clock + offset)
    for (const struct of structs) struct.write(encoder, struct.id === first ? offset : 0)
  }
  encoding.writeVarUint(encoder.restEncoder, deletions.size)
  for (const [client, ranges] of deletions) {
    encoding.writeVarUint(encoder.restEncoder, client)
    encoding.writeVarUint(encoder.restEncoder, ranges.length)
    for (const { clock, len } of ranges) {
      encoder.writeDsClock(clock)
      encoder.writeDsLen(len)
    }
  }
  return encoder.toUint8Array()
}
