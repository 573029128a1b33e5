/**
 * Whether two copies of a document hold the same, whatever somebody wrote into it: shared types, subdocuments and binary
 * values included. Reads with a stack of its own, so that no nesting is too deep for it. Must never call two values the same
 * for want of a way to look into them.
 */
import * as Y from 'yjs'

/** A value taken apart by one level: what kind it is, and what it is made of. */
type Parts = { readonly kind: unknown; readonly keys: readonly string[]; readonly values: readonly unknown[] }

const ofList = (kind: unknown, values: readonly unknown[]): Parts => ({ kind, keys: [], values })

function ofEntries(kind: unknown, entries: Iterable<readonly [string, unknown]>): Parts {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  return { kind, keys: sorted.map(([key]) => key), values: sorted.map(([, value]) => value) }
}

function partsOf(value: unknown): Parts {
  if (value instanceof Y.Doc) return ofList(Y.Doc, [value.guid])
  if (value instanceof Y.XmlElement)
    return ofList(Y.XmlElement, [value.nodeName, value.getAttributes(), value.toArray()])
  if (value instanceof Y.XmlFragment || value instanceof Y.Array)
    return ofList(value.constructor, value.toArray())
  if (value instanceof Y.Map) return ofEntries(value.constructor, value.entries())
  if (value instanceof Y.Text) return ofList(value.constructor, value.toDelta() as unknown[])
  if (Array.isArray(value)) return ofList(Array, value)
  if (value instanceof Uint8Array) return ofList(Uint8Array, [Buffer.from(value).toString('base64')])
  if (typeof value === 'object' && value !== null) return ofEntries(Object, Object.entries(value))
  return { kind: value, keys: [], values: [] }
}

/** Equality of two values of two documents. Both may be anything that Yjs can carry. */
export function sameContent(one: unknown, other: unknown): boolean {
  const pairs: (readonly [unknown, unknown])[] = [[one, other]]
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = pair.map((value) => partsOf(value)) as [Parts, Parts]
    if (!Object.is(a.kind, b.kind) || a.keys.length !== b.keys.length || a.values.length !== b.values.length)
      return false
    if (a.keys.some((key, i) => key !== b.keys[i])) return false
    a.values.forEach((value, i) => pairs.push([value, b.values[i]]))
  }
  return true
}
