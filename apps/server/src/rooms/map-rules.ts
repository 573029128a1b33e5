/**
 * Which maps and keys of the document a client may write (S5): nothing of `meta` that is the server's to say, and no map
 * with so many keys that reading it stalls everyone. Pure. Must look at new structs only: what is known was checked before.
 */
import { ELEMENTS, mayDeleteMeta, mayWriteMeta, META } from '@gamelan/board-model'
import * as Y from 'yjs'
import type { Range, Struct } from '../history/write-update.ts'
import { ELEMENT_KEYS, MAP_KEYS } from '../limits.ts'

/** The type that holds an item: a root by its name, another by its item. */
type Parent = string | Y.ID
/** `key`: under which a map holds the item; null in a list. */
type Place = { readonly parent: Parent; readonly key: string | null }

/** What a document tells of its maps. */
export type Maps = {
  /** Where an item stands; undefined: nowhere any more. The item must be in the document. */
  placeOf(id: Y.ID): Place | undefined
  /** By key, what a map holds or once held; undefined: it is no map of the document. */
  entriesOf(parent: Parent): ReadonlyMap<string, Y.Item> | undefined
}

export function mapsOf(doc: Y.Doc): Maps {
  return {
    placeOf(id) {
      const item: unknown = Y.getItem(doc.store, id)
      if (!(item instanceof Y.Item) || !(item.parent instanceof Y.AbstractType)) return undefined
      const { parent } = item
      return { parent: parent._item?.id ?? Y.findRootTypeKey(parent), key: item.parentSub }
    },
    entriesOf(parent) {
      if (typeof parent === 'string') return doc.share.get(parent)?._map
      const item: unknown = Y.getItem(doc.store, parent)
      return item instanceof Y.Item && item.content instanceof Y.ContentType
        ? item.content.type._map
        : undefined
    },
  }
}

type Update = {
  /** The new structs, each after all that it rests on. */
  readonly structs: readonly Struct[]
  readonly deletions: ReadonlyMap<number, readonly Range[]>
}

/** Why a client may not make this change; undefined: it may. `clock`: the next clock of a client id in the document. */
export function mapFault(
  { structs, deletions }: Update,
  maps: Maps,
  clock: (client: number) => number,
): string | undefined {
  const places = new Places(maps, clock)
  /** By map, the keys that the update adds. */
  const added = new Map<string, Set<string>>()
  for (const struct of structs) {
    const place = struct instanceof Y.Item ? places.note(struct) : undefined
    if (!(struct instanceof Y.Item) || place === undefined) continue
    const { parent, key } = place
    if (parent === META && !isAllowedInMeta(struct, key)) return 'a change of meta'
    if (key === null || parent === ELEMENTS) continue
    const entries = places.isKnown(parent) ? maps.entriesOf(parent) : undefined
    if (entries?.has(key) === true) continue
    const name = typeof parent === 'string' ? parent : `${parent.client} ${parent.clock}`
    const keys = added.get(name) ?? new Set<string>()
    added.set(name, keys.add(key))
    const most =
      typeof parent !== 'string' && places.of(parent)?.parent === ELEMENTS ? ELEMENT_KEYS : MAP_KEYS
    if ((entries?.size ?? 0) + keys.size > most) return 'a map with too many keys'
  }
  for (const [key, { id, deleted }] of maps.entriesOf(META) ?? []) {
    if (deleted || mayDeleteMeta(key)) continue
    const ranges = deletions.get(id.client) ?? []
    if (ranges.some(({ clock: start, len }) => start <= id.clock && id.clock < start + len)) {
      return 'a deletion in meta'
    }
  }
  return undefined
}

function isAllowedInMeta({ content }: Y.Item, key: string | null): boolean {
  return content instanceof Y.ContentAny && content.arr.length === 1 && mayWriteMeta(key, content.arr[0])
}

/** Where the structs of an update stand. A struct with a neighbour does not say it: it stands where its neighbour does. */
class Places {
  readonly #maps: Maps
  readonly #clock: (client: number) => number
  /** By client id, where its new structs begin, ascending, and where each of them stands. */
  readonly #noted = new Map<number, { readonly starts: number[]; readonly places: (Place | undefined)[] }>()

  constructor(maps: Maps, clock: (client: number) => number) {
    this.#maps = maps
    this.#clock = clock
  }

  /** Structs must come each after those it rests on. */
  note(item: Y.Item): Place | undefined {
    // As it comes from the wire: the name of a root type, or the id of an item.
    const parent = item.parent as unknown
    const neighbour = item.origin ?? item.rightOrigin
    const place =
      typeof parent === 'string' || parent instanceof Y.ID
        ? { parent, key: item.parentSub }
        : neighbour === null
          ? undefined
          : this.of(neighbour)
    const { client, clock } = item.id
    const noted = this.#noted.get(client) ?? { starts: [], places: [] }
    noted.starts.push(clock)
    noted.places.push(place)
    this.#noted.set(client, noted)
    return place
  }

  of(id: Y.ID): Place | undefined {
    if (this.isKnown(id)) return this.#maps.placeOf(id)
    const noted = this.#noted.get(id.client)
    if (noted === undefined) return undefined
    let [low, high] = [0, noted.starts.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((noted.starts[middle] ?? 0) <= id.clock) low = middle + 1
      else high = middle
    }
    return noted.places[low - 1]
  }

  isKnown(parent: Parent): boolean {
    return typeof parent === 'string' || parent.clock < this.#clock(parent.client)
  }
}
