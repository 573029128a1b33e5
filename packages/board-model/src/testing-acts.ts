/**
 * What people do in seeded stories: each act a small change of what is shown to one of them. Tests only; fast-check
 * is imported here, so that what ships does not see it.
 */
import fc from 'fast-check'
import { parseDrawing } from './drawing.ts'
import type { BoardElement, PathPoint } from './element.ts'
import { ELEMENT_TYPES } from './element.ts'
import { sizeOf } from './geometry.ts'
import { importDrawing } from './import.ts'
import { element } from './testing.ts'
import type { Person } from './testing.ts'

/** How many people a story is of. */
export const PEOPLE = 3
const IDS = ['e0', 'e1', 'e2', 'e3', 'e4']
const KEYS = ['a0', 'a1', 'a1V', 'a2', 'Zz']

export type Act = { who: number; what: keyof typeof ACTS; id: string; value: number; other: string }

/** One of a list by a number of any size. */
export const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T

/** What a person may do to an element that is shown to them. */
const EDITS = {
  move: (_e: BoardElement, { value }: Act) => ({ x: value, y: -value }),
  resize: (e: BoardElement, { value }: Act) => {
    const points = (e.points ?? []).map(([x, y]): PathPoint => [x * 1.5, y + value])
    return e.points ? { points, ...sizeOf(points) } : { width: value, height: value / 2 }
  },
  colour: (_e: BoardElement, { value }: Act) => ({ strokeColor: `#${value}`, opacity: value % 101 }),
  delete: () => ({ isDeleted: true }),
  undelete: () => ({ isDeleted: false }),
  reorder: (_e: BoardElement, { value }: Act) => ({ index: pick(KEYS, value) }),
  bind: (_e: BoardElement, { other }: Act) => ({ startBinding: { elementId: other, focus: 0, gap: 1 } }),
  contain: (_e: BoardElement, { other }: Act) => ({ containerId: other, frameId: other }),
  group: (_e: BoardElement, { value }: Act) => ({ groupIds: value % 2 ? [`g${value}`] : [] }),
  annotate: (_e: BoardElement, { value }: Act) => ({
    customData: { value },
    odd: value % 3 ? value : undefined,
  }),
  grow: (e: BoardElement, { value }: Act) => {
    const points: PathPoint[] = [...(e.points ?? []), [value, value / 3]]
    return e.type === 'freedraw' ? { points, ...sizeOf(points), pressures: [] } : {}
  },
  type: ({ originalText = '' }: BoardElement, { value }: Act) => {
    const at = value % (originalText.length + 1)
    const text =
      originalText.slice(0, at) + pick(['x', 'yz', '🙂', ''], value) + originalText.slice(at + (value % 3))
    return { originalText: text, text, width: 10 * text.length }
  },
}

function edit(person: Person, act: Act, name: keyof typeof EDITS): void {
  const shown = person.scene.get(act.id)
  if (shown) person.change(act.id, EDITS[name](shown, act))
}

export const ACTS = {
  ...(Object.fromEntries(
    (Object.keys(EDITS) as (keyof typeof EDITS)[]).map((name) => [
      name,
      (person: Person, act: Act) => edit(person, act, name),
    ]),
  ) as Record<keyof typeof EDITS, (person: Person, act: Act) => void>),
  create: (person: Person, { id, value }: Act) => {
    person.draw(element(pick(ELEMENT_TYPES, value), { id, index: pick(KEYS, value), pressures: [] }))
  },
  import: (person: Person, { id, value }: Act) => {
    const drawn = [
      element('text', { id, containerId: 'e0' }),
      element('rectangle', { id: 'e0', groupIds: ['g'] }),
    ]
    const parsed = parseDrawing({ type: 'excalidraw', elements: drawn })
    if (!parsed.ok) throw new Error(parsed.detail)
    const newId = () => `import-${value}-${person.updates.length}`
    importDrawing(person.doc, person.scene, parsed.drawing, { origin: person, newId })
  },
}

export const act = fc.record<Act>({
  who: fc.nat({ max: PEOPLE - 1 }),
  what: fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[]), 'create', 'create', 'type'),
  id: fc.constantFrom(...IDS),
  other: fc.constantFrom(...IDS),
  value: fc.nat({ max: 999 }),
})
