/**
 * A Yjs update (V1) from outside as structs and deletions; the way back is in history/write-update.ts. Must never
 * spend more time on an update than its limits allow, whatever its few bytes claim: everything that is read is counted
 * while it is read.
 */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { Range, Struct } from '../history/write-update.ts'
import { UPDATE_PARTS, VALUE_DEPTH, VALUE_KEYS } from '../limits.ts'

export type Reading =
  | {
      readonly ok: true
      readonly structs: readonly Struct[]
      readonly deletions: ReadonlyMap<number, readonly Range[]>
    }
  | { readonly ok: false; readonly fault: 'malformed' | 'refused'; readonly reason: string }

/** lib0's marks of an array and of an object in front of their entries. */
const ANY_ARRAY = 117
const ANY_OBJECT = 118

/** Sets the prototype wherever it is copied by assignment, as `toJSON` does. */
const PROTOTYPE = '__proto__'

type Counter = { count(): void }

/** For what was counted as a string when it was read. */
const UNCOUNTED: Counter = { count: () => undefined }

/** Well-formed, and more or deeper than anybody draws. */
class Refusal extends Error {}

/** Yjs's decoder, and how much it has read. One class for all: a class a call would be compiled anew each time. */
class Counting extends Y.UpdateDecoderV1 {
  #parts = 0

  count(): void {
    this.#parts += 1
    if (this.#parts > UPDATE_PARTS) throw new Refusal('more parts than one message may have')
  }
  override readClient(): number {
    this.count()
    return super.readClient()
  }
  override readInfo(): number {
    this.count()
    return super.readInfo()
  }
  override resetDsCurVal(): void {
    this.count()
  }
  override readDsLen(): number {
    this.count()
    return super.readDsLen()
  }
  override readAny(): unknown {
    return readValue(this.restDecoder, 0, this)
  }
  override readJSON(): unknown {
    const value: unknown = super.readJSON()
    checkValue(value, 0, this)
    return value
  }
  override readString(): string {
    this.count()
    return super.readString()
  }
}

/** Reads an update. Never throws. */
export function readUpdate(update: Uint8Array): Reading {
  try {
    const { structs, ds } = Y.decodeUpdateV2(update, Counting)
    for (const struct of structs) checkItem(struct)
    return { ok: true, structs, deletions: ds.clients }
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not an update'
    return { ok: false, fault: error instanceof Refusal ? 'refused' : 'malformed', reason }
  }
}

/** A value as lib0 wrote it. */
function readValue(decoder: decoding.Decoder, depth: number, counter: Counter): unknown {
  counter.count()
  if (depth > VALUE_DEPTH) throw new Refusal('a value nested too deep')
  const mark = decoder.arr[decoder.pos]
  if (mark !== ANY_ARRAY && mark !== ANY_OBJECT) return decoding.readAny(decoder)
  decoder.pos += 1
  const length = decoding.readVarUint(decoder)
  if (mark === ANY_ARRAY) {
    const list: unknown[] = []
    for (let i = 0; i < length; i++) list.push(readValue(decoder, depth + 1, counter))
    return list
  }
  if (length > VALUE_KEYS) throw new Refusal('a value with too many keys')
  const object: Record<string, unknown> = {}
  for (let i = 0; i < length; i++) {
    const key = decoding.readVarString(decoder)
    if (key === PROTOTYPE) throw new Refusal(`a key called ${PROTOTYPE}`)
    object[key] = readValue(decoder, depth + 1, counter)
  }
  return object
}

/** The same checks for a value that came as JSON. */
function checkValue(value: unknown, depth: number, counter: Counter): void {
  counter.count()
  if (depth > VALUE_DEPTH) throw new Refusal('a value nested too deep')
  if (typeof value !== 'object' || value === null) return
  if (Object.hasOwn(value, PROTOTYPE)) throw new Refusal(`a key called ${PROTOTYPE}`)
  if (!Array.isArray(value) && Object.keys(value).length > VALUE_KEYS) {
    throw new Refusal('a value with too many keys')
  }
  for (const item of Object.values(value)) checkValue(item, depth + 1, counter)
}

/** What the decoder does not see: keys, and values of a kind that old versions of Yjs wrote. */
function checkItem(struct: Struct): void {
  if (!(struct instanceof Y.Item)) return
  const { content, parentSub } = struct
  if (parentSub === PROTOTYPE || (content instanceof Y.ContentFormat && content.key === PROTOTYPE)) {
    throw new Refusal(`a key called ${PROTOTYPE}`)
  }
  if (content instanceof Y.ContentJSON) checkValue(content.arr, 0, UNCOUNTED)
}
