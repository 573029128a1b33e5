/**
 * What has to be true at the end: of every group of every element, the edits that nobody who knew of them has
 * replaced, one of which must stand; of every letter, whether somebody took it away; and every stroke as it was drawn.
 * It knows what people did on their canvases and nothing of how it was written.
 */
import type { BoardElement, BoardScene } from '@gamelan/board-model'
import { groupsOf } from './groups.ts'

/** How far somebody's document has come, by client id. */
export type Knowledge = ReadonlyMap<number, number>

export type Edit = {
  readonly who: number
  readonly value: string
  /** The writer's clock once it was written; before that nobody knows of it. */
  clock: number
}

export type Point = readonly [number, number]
export type Drawn = { readonly points: readonly Point[]; readonly pressures: readonly number[] }
type Letter = { wasRemoved: boolean; cameBack: boolean }

/** May be there or not. */
const LOOSE: Readonly<Letter> = { wasRemoved: true, cameBack: true }

/** A stroke's points are kept in steps of an eighth of a unit, or finer. */
const POINT_TOLERANCE = 1 / 16 + 1e-9
const PRESSURE_TOLERANCE = 1 / 510 + 1e-9

export class Ledger {
  readonly #standing = new Map<string, Map<string, Edit[]>>()
  readonly #letters = new Map<string, Map<string, Letter>>()
  readonly #strokes = new Map<string, Drawn>()
  readonly #reshaped = new Set<string>()
  readonly #contested = new Set<string>()
  /** Elements that were dropped before they became anything. */
  readonly dropped = new Set<string>()
  /** Elements whose content the server let go of, and how often it was written again since. */
  readonly #purged = new Map<string, number>()

  /** An edit replaces its maker's own older ones and those that its maker knew of. */
  edit(id: string, group: string, edit: Edit, knows: Knowledge): void {
    const groups = this.#standing.get(id) ?? new Map<string, Edit[]>()
    this.#standing.set(id, groups)
    const isKnown = ({ who, clock }: Edit) => who === edit.who || (knows.get(who) ?? 0) >= clock
    groups.set(group, [...(groups.get(group) ?? []).filter((other) => !isKnown(other)), edit])
    if (group === 'points') this.#reshaped.add(id)
  }

  /** Letters are one of a kind within an element: a set tells which came and which went. */
  type(id: string, before: string, after: string): void {
    const letters = this.#lettersOf(id)
    const fresh = this.isPurged(id) ? LOOSE : { wasRemoved: false, cameBack: false }
    for (const letter of after) {
      const known = letters.get(letter)
      if (!known) letters.set(letter, { ...fresh })
      else if (known.wasRemoved && !before.includes(letter)) known.cameBack = true
    }
    for (const letter of before) {
      const known = letters.get(letter) ?? { wasRemoved: false, cameBack: false }
      letters.set(letter, known)
      if (!after.includes(letter)) known.wasRemoved = true
    }
  }

  /**
   * The server let go of the content, with all that it knew of. Who was away may still have changed it; what they
   * typed was typed into a text that is gone.
   */
  purge(id: string, knows: Knowledge): void {
    this.#purged.set(id, 0)
    this.#loosenLetters(id)
    const groups = this.#standing.get(id)
    for (const [group, edits] of groups ?? []) {
      if (group === 'isDeleted') continue
      const left = edits.filter(({ who, clock }) => (knows.get(who) ?? 0) < clock)
      if (left.length > 0) groups?.set(group, left)
      else groups?.delete(group)
    }
  }

  isPurged(id: string): boolean {
    return this.#purged.has(id)
  }

  /** Somebody wrote the content again. Of two who did that at once, one's letters are the text. */
  refill(id: string, text: string | undefined): void {
    const times = (this.#purged.get(id) ?? 0) + 1
    this.#purged.set(id, times)
    this.#loosenLetters(id)
    if (times > 1) return
    const letters = this.#lettersOf(id)
    // Whoever removes one may not have heard of it, and remove it from the text that is gone.
    for (const letter of text ?? '') letters.set(letter, { wasRemoved: false, cameBack: true })
  }

  #loosenLetters(id: string): void {
    const letters = this.#lettersOf(id)
    for (const letter of letters.keys()) letters.set(letter, { ...LOOSE })
  }

  #lettersOf(id: string): Map<string, Letter> {
    const letters = this.#letters.get(id) ?? new Map<string, Letter>()
    this.#letters.set(id, letters)
    return letters
  }

  draw(id: string, stroke: Drawn): void {
    this.#strokes.set(id, stroke)
    // Somebody reshapes what is still growing: either may win, and their mixture is neither's.
    if (this.#reshaped.has(id)) this.#contested.add(id)
  }

  isReshaped(id: string): boolean {
    return this.#reshaped.has(id)
  }

  /** What does not hold, one sentence each. */
  faults(scene: BoardScene): string[] {
    const faults: string[] = []
    for (const [id, groups] of this.#standing) {
      const element = scene.get(id)
      if (element && this.dropped.has(id)) faults.push(...groupFaults(element, onlyDeletion(groups), true))
      else if (element)
        faults.push(
          ...groupFaults(element, groups, this.#contested.has(id)),
          ...this.#textFaults(element),
          ...this.#strokeFaults(element),
        )
      else if (!isGone(groups) && !this.dropped.has(id)) faults.push(`[M3] ${id} is gone`)
    }
    return faults
  }

  #textFaults({ id, originalText }: BoardElement): string[] {
    const letters = this.#letters.get(id)
    if (!letters || originalText === undefined) return []
    const faults: string[] = []
    for (const [letter, { wasRemoved, cameBack }] of letters) {
      const count = originalText.split(letter).length - 1
      if (!wasRemoved && count !== 1)
        faults.push(`[M4] ${letter} is ${count} times in ${id}: ${originalText}`)
      if (wasRemoved && !cameBack && count > 0)
        faults.push(`[M4] ${letter} is back in ${id}: ${originalText}`)
    }
    for (const letter of originalText) {
      if (!letters.has(letter)) faults.push(`[M4] nobody typed ${letter} into ${id}`)
    }
    return faults
  }

  #strokeFaults({ id, points, pressures }: BoardElement): string[] {
    const stroke = this.#strokes.get(id)
    if (!stroke || this.#reshaped.has(id)) return []
    const isNear = (a: number | undefined, b: number, tolerance: number) =>
      Math.abs((a ?? NaN) - b) <= tolerance
    const holds =
      points?.length === stroke.points.length &&
      pressures?.length === stroke.pressures.length &&
      stroke.points.every(
        ([x, y], i) =>
          isNear(points[i]?.[0], x, POINT_TOLERANCE) && isNear(points[i]?.[1], y, POINT_TOLERANCE),
      ) &&
      stroke.pressures.every((pressure, i) => isNear(pressures[i], pressure, PRESSURE_TOLERANCE))
    return holds ? [] : [`[M6] the stroke ${id} is not what was drawn`]
  }
}

function groupFaults(element: BoardElement, standing: Standing, isContested: boolean): string[] {
  const shown = groupsOf(element)
  const faults: string[] = []
  for (const [group, edits] of standing) {
    const value = shown.get(group) ?? '[null]'
    if (edits.some((edit) => edit.value === value)) continue
    if (group === 'points' && (isContested || edits.some((edit) => isNearly(edit.value, value)))) continue
    const expected = edits.map((edit) => `${edit.value} of ${edit.who}`).join(' or ')
    const rule = group === 'isDeleted' ? 'M7' : 'M3'
    faults.push(`[${rule}] ${group} of ${element.type} ${element.id} is ${value}, not ${expected}`)
  }
  return faults
}

type Standing = ReadonlyMap<string, readonly Edit[]>

/** What was deleted before anybody else saw it need not be there. */
const isGone = (standing: Standing) =>
  (standing.get('isDeleted') ?? []).some(({ value }) => value === '[true]')

/** Of what was dropped nobody needs to know how small it became. */
const onlyDeletion = (standing: Standing): Standing =>
  new Map([...standing].filter(([group]) => group === 'isDeleted'))

/** What differs by less than the steps in which a stroke is kept is no change of it (M6). */
function isNearly(a: string, b: string): boolean {
  const numbers = (value: string) => (JSON.parse(value) as unknown[]).flat(3).map(Number)
  const [left, right] = [numbers(a), numbers(b)]
  return (
    left.length === right.length && left.every((x, i) => Math.abs(x - (right[i] ?? NaN)) <= POINT_TOLERANCE)
  )
}
