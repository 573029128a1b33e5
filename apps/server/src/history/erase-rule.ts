/**
 * What has to go when something is erased (H8): of a log that was gone through once, which structs lose what they say.
 * Pure. Their ids and lengths stay, so that what rests on them and every state vector still fit. Must never spare what
 * a named element ever held, whoever wrote it and however long ago it was overwritten.
 *
 * Elements go whole, with the texts that they contain. A stretch of the log takes with it the elements that were made in
 * it, and of older ones what was written in it, but for two things that say nothing: that an element was deleted, or
 * not, and that one was emptied. A wrapped text is a copy of its letters: where some of these go, so does every copy
 * since.
 */
import { BASE, ELEMENTS, ERASED, LAYOUT, PROPERTY_SIGN, TEXT } from '@gamelan/board-model'
import * as Y from 'yjs'
import { createPlaces, type Place } from './places.ts'
import type { Struct } from './write-update.ts'

/** Elements by their ids, or all that the log says from one seq to another. */
export type Target = { readonly elements: readonly string[] } | { readonly from: number; readonly to: number }

/**
 * `blank`: it says nothing any more. `collect`: nor where it was, since what it was inside of is gone.
 */
export type Verdict = 'keep' | 'blank' | 'collect'

export type Rule = {
  /** The elements that go whole. */
  readonly elements: ReadonlySet<string>
  /** What these are; null where the log does not tell. */
  typeOf(element: string): string | null
  /** Texts that stay and lose letters. */
  readonly texts: ReadonlySet<string>
  placeOf(struct: Struct): Place
  verdict(struct: Struct, seq: number): Verdict
}

export type Survey = {
  /** Takes note of a row. Rows come in the order of the log. */
  row(structs: readonly Struct[], seq: number): void
  /** When all rows have been noted. */
  rule(): Rule
}

/** What the log tells of an element. */
type Element = { readonly born: number; type: string | null; readonly containers: Set<string> }

const DELETED = `${PROPERTY_SIGN}isDeleted`
const CONTAINER = `${PROPERTY_SIGN}containerId`
const FILE = `${PROPERTY_SIGN}fileId`

export function surveyFor(target: Target): Survey {
  const places = createPlaces()
  const found = new Map<string, Element>()
  const touched = new Set<string>()
  const within = (seq: number) => 'from' in target && seq >= target.from && seq <= target.to

  function note(struct: Y.Item, seq: number): void {
    const { element: id, key } = places.of(struct)
    if (id === null) return
    if (key === null && !found.has(id)) found.set(id, { born: seq, type: null, containers: new Set() })
    if (key === TEXT && within(seq) && !isEmpty(struct)) touched.add(id)
    const element = found.get(id)
    if (element === undefined) return
    for (const value of valuesOf(struct)) {
      const container = key === BASE ? own(value, 'containerId') : key === CONTAINER ? value : undefined
      if (typeof container === 'string') element.containers.add(container)
      const type = key === BASE ? own(value, 'type') : undefined
      if (typeof type === 'string') element.type = type
    }
  }

  return {
    row(structs, seq) {
      places.learn(structs, seq)
      for (const struct of structs) if (struct instanceof Y.Item) note(struct, seq)
    },
    rule() {
      const named = new Set('from' in target ? [] : target.elements)
      const elements = new Set<string>()
      for (const [id, { born }] of found) if (named.has(id) || within(born)) elements.add(id)
      for (const [id, { containers }] of found)
        if ([...containers].some((container) => elements.has(container))) elements.add(id)
      const texts = new Set([...touched].filter((id) => !elements.has(id)))

      /** Whether the type that a place is inside of is gone, and so nothing in it is ever read. */
      const isLost = (place: Place): boolean =>
        place.inside !== null && (isLost(place.inside.place) || goes(place.inside.place, place.inside.seq))
      const goes = ({ root, element, key }: Place, seq: number): boolean => {
        if (element !== null && elements.has(element)) return true
        if ('elements' in target || seq < target.from) return false
        if (element !== null && key === LAYOUT && texts.has(element)) return true
        // What every document begins with, and the signs of earlier erasing.
        if (root === 'meta' && (key === 'version' || key === ERASED)) return false
        return seq <= target.to
      }

      return {
        elements,
        typeOf: (id) => found.get(id)?.type ?? null,
        texts,
        placeOf: (struct) => places.of(struct),
        verdict(struct, seq) {
          if (!(struct instanceof Y.Item)) return 'keep'
          const place = places.of(struct)
          if (isLost(place)) return 'collect'
          if (isEmpty(struct) || !goes(place, seq)) return 'keep'
          const isWhole = place.element !== null && elements.has(place.element)
          return !isWhole && saysNothing(struct, place) ? 'keep' : 'blank'
        },
      }
    },
  }
}

/** Images that a struct names. */
export function filesIn(struct: Struct, { element, key }: Place): string[] {
  if (element === null || !(struct instanceof Y.Item)) return []
  const names = valuesOf(struct).map((value) =>
    key === BASE ? own(value, 'fileId') : key === FILE ? value : undefined,
  )
  return names.filter((name) => typeof name === 'string')
}

function saysNothing(struct: Y.Item, { root, key }: Place): boolean {
  const values = valuesOf(struct)
  if (root !== ELEMENTS || values.length === 0) return false
  if (key === DELETED) return values.every((value) => typeof value === 'boolean')
  return key === BASE && values.every((value) => value === null)
}

const isEmpty = ({ content }: Y.Item): boolean => content instanceof Y.ContentDeleted

/** Neighbours of one key are merged, so that one struct can hold many values. */
function valuesOf({ content }: Y.Item): readonly unknown[] {
  return content instanceof Y.ContentAny || content instanceof Y.ContentJSON ? content.arr : []
}

function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}
