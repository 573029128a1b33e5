/**
 * Where in a drawing each struct of a log belongs: to which element, under which key of it, inside of what. It is
 * learnt by going through the log in order; what an update says of a struct is often no more than its neighbours. Pure.
 * Must never guess: a struct whose place the log does not tell is nowhere.
 */
import * as Y from 'yjs'
import { ELEMENTS } from '@gamelan/board-model'
import type { Struct } from './write-update.ts'

export type Place = {
  /** The root type, or undefined for what is nowhere. */
  readonly root: string | undefined
  /** The element that it is, or is a part of. */
  readonly element: string | null
  /** The key of the element, or of another root type; null: it is the element's entry itself. */
  readonly key: string | null
  /** The place of the type that it is inside of, and the position in the log that made that; null: a root type. */
  readonly inside: { readonly place: Place; readonly seq: number } | null
}

const NOWHERE: Place = { root: undefined, element: null, key: null, inside: null }

/** Structs of one client id, by rising clocks. */
type Run = { readonly clocks: number[]; readonly places: Place[]; readonly seqs: number[] }

export type Places = {
  /** Learns the places of an update's structs. Updates come in the order of the log. */
  learn(structs: readonly Struct[], seq: number): void
  of(struct: Struct): Place
}

export function createPlaces(): Places {
  const runs = new Map<number, Run>()
  const known = new Map<string, Place>()

  /** How many structs of a run begin at this clock or before. */
  function countTo({ clocks }: Run, clock: number): number {
    let [low, high] = [0, clocks.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((clocks[middle] ?? 0) <= clock) low = middle + 1
      else high = middle
    }
    return low
  }

  function find({ client, clock }: Y.ID): { place: Place; seq: number } | undefined {
    const run = runs.get(client)
    const index = run === undefined ? 0 : countTo(run, clock)
    const [place, seq] = [run?.places[index - 1], run?.seqs[index - 1]]
    return place === undefined || seq === undefined ? undefined : { place, seq }
  }

  function note(struct: Struct, seq: number): void {
    // It stands for structs that another row has.
    if (struct instanceof Y.Skip) return
    const { client, clock } = struct.id
    const run = runs.get(client) ?? { clocks: [], places: [], seqs: [] }
    runs.set(client, run)
    const index = countTo(run, clock)
    // What comes again is where it was.
    if (run.clocks[index - 1] === clock) return
    const place = struct instanceof Y.Item ? placeOf(struct) : NOWHERE
    run.clocks.splice(index, 0, clock)
    run.places.splice(index, 0, place)
    run.seqs.splice(index, 0, seq)
  }

  /** One object for all that are at one place: there are many more structs than places. */
  function shared(name: string, make: () => Place): Place {
    const found = known.get(name)
    if (found !== undefined) return found
    const made = make()
    known.set(name, made)
    return made
  }

  function placeOf(item: Y.Item): Place {
    // As it comes from the wire: the name of a root type, or the id of the item that holds the type.
    const parent = item.parent as unknown
    const key = item.parentSub
    if (typeof parent === 'string') {
      return shared(`${parent} ${String(key)}`, () =>
        parent === ELEMENTS
          ? { root: parent, element: key, key: null, inside: null }
          : { root: parent, element: null, key, inside: null },
      )
    }
    if (parent instanceof Y.ID) {
      const inside = find(parent)
      if (inside === undefined || inside.place === NOWHERE) return NOWHERE
      const { root, element, key: above } = inside.place
      return shared(`${parent.client}-${parent.clock} ${String(key)}`, () => ({
        root,
        element,
        key: above ?? key ?? '',
        inside,
      }))
    }
    const beside = item.origin ?? item.rightOrigin
    return (beside && find(beside)?.place) ?? NOWHERE
  }

  /** What must be known before the item's own place is. */
  function restsOn(item: Y.Item): Y.ID | undefined {
    const parent = item.parent as unknown
    if (typeof parent === 'string') return undefined
    return (parent instanceof Y.ID ? parent : (item.origin ?? item.rightOrigin)) ?? undefined
  }

  return {
    learn(structs, seq) {
      const byClient = new Map<number, { readonly structs: Struct[]; next: number }>()
      for (const struct of structs) {
        const list = byClient.get(struct.id.client)
        if (list === undefined) byClient.set(struct.id.client, { structs: [struct], next: 0 })
        else list.structs.push(struct)
      }
      // An update lists one client id after the other, and each may rest on those behind it.
      for (const first of byClient.values()) {
        const path = [first]
        for (let list = path.at(-1); list !== undefined; list = path.at(-1)) {
          const struct = list.structs[list.next]
          const id = struct instanceof Y.Item ? restsOn(struct) : undefined
          const needed = id && byClient.get(id.client)
          const waits = needed?.structs[needed.next]
          if (needed && waits && waits.id.clock <= (id?.clock ?? -1) && !path.includes(needed)) {
            path.push(needed)
            continue
          }
          if (struct) {
            note(struct, seq)
            list.next += 1
          }
          if (!struct || path.length > 1) path.pop()
        }
      }
    },
    of: (struct) => find(struct.id)?.place ?? NOWHERE,
  }
}
