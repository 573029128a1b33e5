/**
 * How much a board may hold: what every later joiner has to read, and every page to show. Must never cost a look at
 * the whole document for each change: its size is added up, and measured only when the sum says that it may be full.
 */
import { BOARD_BYTES, BOARD_ELEMENTS, BOARD_STRUCTS, CLIENT_IDS } from '../limits.ts'

/** So much must have been added since the last measurement for another. */
const MEASURE_EVERY = BOARD_BYTES / 64

/** The least that a struct, or a deletion, has when encoded. */
const STRUCT_BYTES = 2

/** A deletion out of the middle of a struct makes three of it. */
const SPLITS = 2

export type Holding = {
  /** Bytes of the whole document, encoded: exact, and dear. */
  measure(): number
  /** Elements, deleted ones included, and client ids. */
  elements(): number
  clients(): number
  /** Structs, counted by client ids. */
  structs(): number
}

/** What a change would add. */
export type Addition = {
  readonly bytes: number
  readonly elements: number
  readonly clients: number
  readonly structs: number
  readonly deletions: number
}

export type Capacity = {
  /** What a change would be too much of; undefined: there is room. */
  excess(addition: Addition): string | undefined
  /** The change was made. */
  added(bytes: number): void
}

/** @param loaded bytes of what the document was loaded from, which are no fewer than it has */
export function createCapacity(holding: Holding, loaded: number): Capacity {
  let bytes = loaded
  let measured = 0
  /** No fewer than there are. */
  let structs = holding.structs()

  function hasStructs(addition: Addition): boolean {
    const added = addition.structs + SPLITS * addition.deletions
    const limit = addition.structs > 0 ? BOARD_STRUCTS : 2 * BOARD_STRUCTS
    if (structs + added > limit) structs = holding.structs()
    return structs + added <= limit
  }

  return {
    excess(addition) {
      if (addition.elements > 0 && holding.elements() + addition.elements > BOARD_ELEMENTS) return 'elements'
      if (addition.clients > 0 && holding.clients() + addition.clients > CLIENT_IDS) return 'client ids'
      if (!hasStructs(addition)) return 'structs'
      if (addition.structs === 0 || bytes + addition.bytes <= BOARD_BYTES) return undefined
      if (bytes - measured > MEASURE_EVERY) bytes = measured = holding.measure()
      return bytes + addition.bytes > BOARD_BYTES ? 'bytes' : undefined
    },
    added(more) {
      bytes += more
      structs += more / STRUCT_BYTES
    },
  }
}
