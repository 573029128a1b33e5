/**
 * What is done at one stroke: colours, groups, frames, order, deletion, and what takes it back. Excalidraw's actions
 * put other objects in the place of what they change.
 */
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import { isShape } from './acts-make.ts'
import type { Gesture, Person } from './person.ts'
import { boundOf, targetOf } from './wiring.ts'

/** Up to `most` living elements. */
function some(person: Person, most: number, wish?: (element: CanvasElement) => boolean): CanvasElement[] {
  const living = person.living(wish)
  const chosen = new Set<CanvasElement>()
  for (let i = person.random.between(1, most); i > 0; i--) {
    const element = person.random.oneOf(living)
    if (element) chosen.add(element)
  }
  return [...chosen]
}

export function* restyle(person: Person): Gesture {
  const { random } = person
  const style = random.pick<Readonly<Record<string, unknown>>>(
    { strokeColor: random.pick('#e03131', '#2f9e44', '#1971c2') },
    { backgroundColor: random.pick('#ffc9c9', '#b2f2bb', 'transparent'), fillStyle: 'hachure' },
    { opacity: random.between(10, 90) },
    { strokeWidth: random.pick(1, 2, 4), strokeStyle: random.pick('solid', 'dashed') },
    { roundness: random.pick(null, { type: 3 }) },
    { locked: random.chance(0.5) },
    { link: random.pick(null, 'https://example.org/a') },
    { customData: { by: person.name, n: random.between(1, 9) } },
  )
  for (const { id } of some(person, 3)) person.canvas.replace(id, style)
  person.release()
  yield
}

export function* group(person: Person): Gesture {
  const { canvas, random } = person
  const id = person.newId()
  const isGrouping = random.chance(0.7)
  for (const element of some(person, 3, (candidate) => isGrouping || grouped(candidate))) {
    const groupIds = element['groupIds'] as readonly string[]
    const next = isGrouping ? [...groupIds.slice(0, 3), id] : groupIds.slice(0, -1)
    canvas.replace(element.id, { groupIds: next })
    for (const { id: bound } of boundOf(element)) {
      if (canvas.get(bound)?.type === 'text') canvas.replace(bound, { groupIds: next })
    }
  }
  person.release()
  yield
}

const grouped = (element: CanvasElement) => (element['groupIds'] as readonly string[]).length > 0

export function* frame(person: Person): Gesture {
  const { canvas, random } = person
  const target = random.oneOf(person.living(({ type }) => type === 'frame'))
  if (!target) return
  const frameId = random.chance(0.7) ? target.id : null
  for (const { id } of some(person, 2, isShape)) canvas.change(id, { frameId })
  person.release()
  yield
}

export function* reorder(person: Person): Gesture {
  const { canvas, random } = person
  const element = random.oneOf(person.living())
  if (!element) return
  const others = canvas.elements.filter((other) => other !== element)
  const at = random.pick(0, others.length, random.between(0, others.length))
  canvas.arrange([...others.slice(0, at), element, ...others.slice(at)], new Set([element.id]))
  person.release()
  yield
}

/** Labels go with their container, arrows come off, what was in a frame stays. */
export function* remove(person: Person): Gesture {
  const { canvas } = person
  for (const element of some(person, 2)) {
    canvas.replace(element.id, { isDeleted: true })
    for (const { id } of boundOf(element)) {
      const bound = canvas.get(id)
      if (!bound || bound.isDeleted) continue
      if (bound.type === 'text') canvas.replace(id, { isDeleted: true })
      for (const end of ['startBinding', 'endBinding'] as const)
        if (targetOf(bound, end) === element.id) canvas.change(id, { [end]: null })
    }
    if (element.type === 'frame')
      for (const { id } of person.living(({ frameId }) => frameId === element.id))
        canvas.replace(id, { frameId: null })
    for (const container of person.living((other) => boundOf(other).some(({ id }) => id === element.id))) {
      const boundElements = boundOf(container).filter(({ id }) => id !== element.id)
      canvas.change(container.id, { boundElements })
    }
  }
  person.release()
  yield
}

/** The eraser takes what is in a frame and what is written in a shape along, and leaves arrows as they are. */
export function* erase(person: Person): Gesture {
  const { canvas, random } = person
  const element = random.oneOf(person.living())
  if (!element) return
  const isErased = ({ id, frameId, containerId }: CanvasElement) =>
    id === element.id || frameId === element.id || containerId === element.id
  for (const { id } of person.living(isErased)) canvas.replace(id, { isDeleted: true })
  person.release()
  yield
}

export function* undo(person: Person): Gesture {
  person.undo('undo')
  yield
}

export function* redo(person: Person): Gesture {
  person.undo('redo')
  yield
}
