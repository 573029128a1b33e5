/**
 * A large update in portions, each of which Yjs can take when it has those before. Must never make a portion that rests
 * on a later one: Yjs would set it aside and pay for it with each that follows.
 */
import { writeUpdate, type Range, type Struct } from '../history/write-update.ts'

/** The new structs of an update in an order in which they can be integrated, and its deletions. */
export type Parts = {
  readonly structs: readonly Struct[]
  readonly deletions: ReadonlyMap<number, readonly Range[]>
}

export type Portion = { readonly update: Uint8Array; readonly size: number }

/** How many structs and deletions there are. */
export function sizeOf({ structs, deletions }: Parts): number {
  return structs.length + [...deletions.values()].reduce((sum, { length }) => sum + length, 0)
}

/**
 * @param size how many structs and deletions the next portion has; asked before each
 * @param clock the next clock of a client id as it was when the parts were looked at: what is before it is left out
 */
export function* portionsOf(
  { structs, deletions }: Parts,
  size: () => number,
  clock: (client: number) => number,
): Generator<Portion, void> {
  for (let from = 0; from < structs.length;) {
    const portion = structs.slice(from, from + size())
    from += portion.length
    yield { update: writeUpdate(byClient(portion), new Map(), clock), size: portion.length }
  }
  const ranges = [...deletions].flatMap(([client, list]) => list.map((range) => ({ client, range })))
  // Deletions come last, as in Yjs's own encoding: they may be of any of the structs.
  for (let from = 0; from < ranges.length;) {
    const portion = ranges.slice(from, from + size())
    from += portion.length
    const some = new Map<number, Range[]>()
    for (const { client, range } of portion) {
      const list = some.get(client)
      if (list === undefined) some.set(client, [range])
      else list.push(range)
    }
    yield { update: writeUpdate([], some, clock), size: portion.length }
  }
}

/** An order that goes on where each client id was left, so that these are runs without holes. */
function byClient(structs: readonly Struct[]): Struct[][] {
  const runs = new Map<number, Struct[]>()
  for (const struct of structs) {
    const run = runs.get(struct.id.client)
    if (run === undefined) runs.set(struct.id.client, [struct])
    else run.push(struct)
  }
  return [...runs.values()]
}
