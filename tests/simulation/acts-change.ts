/** What a hand does to elements that are there, over several steps: it drags, resizes, turns, and types. */
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import { LOOK, isShape, letters } from './acts-make.ts'
import { labelled, sized } from './measure.ts'
import type { Gesture, Person } from './person.ts'
import { bind, boundOf, listOn, redrawAround, sizeOf, targetOf } from './wiring.ts'

type Point = readonly [number, number]
const isFrame = ({ type }: CanvasElement) => type === 'frame'
const isLabel = (element: CanvasElement) => element.type === 'text' && Boolean(element['containerId'])
const isAttached = (element: CanvasElement) =>
  element.type === 'arrow' && Boolean(element['startBinding'] ?? element['endBinding'])

/** What a hand holds with these: their groups, what is in their frames, what is attached, and its labels. */
function held(person: Person, ids: readonly string[]): string[] {
  const all = new Set(ids)
  for (const id of ids) {
    const element = person.canvas.get(id)
    if (element && isFrame(element))
      for (const inside of person.living(({ frameId }) => frameId === id)) all.add(inside.id)
  }
  for (const id of all) for (const bound of boundOf(person.canvas.get(id))) all.add(bound.id)
  return [...all].filter((id) => person.canvas.get(id))
}

const selection = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, true as const]))

/** One or more elements, or all of a frame or a group; held for a while without a move, too. */
export function* drag(person: Person): Gesture {
  const { canvas, random } = person
  const first = random.oneOf(person.living((element) => !isLabel(element) && !isAttached(element)))
  if (!first) return
  const groups = first['groupIds'] as readonly string[]
  const isWith = (element: CanvasElement) =>
    element === first || (element['groupIds'] as readonly string[]).some((group) => groups.includes(group))
  const ids = person
    .living((element) => isWith(element) && !isLabel(element) && !isAttached(element))
    .map(({ id }) => id)
  person.take(
    { selectedElementIds: selection(ids), selectedElementsAreBeingDragged: true },
    held(person, ids),
  )
  const moved = new Set(ids)
  for (const frame of ids.filter((id) => isFrame(canvas.get(id) ?? first)))
    for (const inside of person.living(({ frameId }) => frameId === frame))
      if (!isLabel(inside) && !isAttached(inside)) moved.add(inside.id)
  for (let i = random.between(1, 8); i > 0; i--) {
    const [dx, dy] = [random.between(-30, 30), random.chance(0.2) ? 0 : random.between(-30, 30)]
    if (random.chance(0.8)) {
      for (const id of moved) {
        const element = canvas.get(id)
        if (element) canvas.change(id, { x: Number(element['x']) + dx, y: Number(element['y']) + dy })
      }
      redrawAround(canvas, moved)
    }
    yield
  }
  person.release()
}

export function* resize(person: Person): Gesture {
  const { canvas, random } = person
  const element = random.oneOf(person.living(({ type }) => type !== 'text' && type !== 'frame'))
  if (!element) return
  const { id } = element
  const hand = { selectedElementIds: selection([id]), isResizing: true, resizingElement: { id } }
  person.take(hand, held(person, [id]))
  for (let i = random.between(1, 5); i > 0; i--) {
    const now = canvas.get(id) ?? element
    if (now['points']) {
      const factor = random.pick(0.5, 1.25, 1.5)
      const points = (now['points'] as readonly Point[]).map(([x, y]): Point => [x * factor, y])
      canvas.change(id, { points, ...sizeOf(points) })
    } else {
      const by = random.between(1, 60)
      const fromLeft = random.chance(0.3) ? { x: Number(now['x']) - by } : {}
      canvas.change(id, { ...fromLeft, width: Number(now['width']) + by })
    }
    redrawAround(canvas, [id])
    yield
  }
  person.release()
}

export function* rotate(person: Person): Gesture {
  const { canvas, random } = person
  const element = random.oneOf(person.living(isShape))
  if (!element) return
  const { id } = element
  person.take({ selectedElementIds: selection([id]), isRotating: true }, held(person, [id]))
  for (let i = random.between(1, 4); i > 0; i--) {
    canvas.change(id, { angle: random.between(1, 600) / 100 })
    yield
  }
  person.release()
}

/** An end of an arrow is pulled onto a shape, or off it. */
export function* rebind(person: Person): Gesture {
  const { canvas, random } = person
  const arrow = random.oneOf(person.living(({ type }) => type === 'arrow'))
  if (!arrow) return
  const { id } = arrow
  person.take({ selectedLinearElement: { elementId: id, isDragging: true } }, [id])
  yield
  const end = random.pick('startBinding', 'endBinding')
  const shape = random.oneOf(person.living(isShape))
  if (targetOf(canvas.get(id) ?? arrow, end) && random.chance(0.4)) bind(canvas, id, end, null)
  else if (shape) bind(canvas, id, end, shape.id)
  person.release()
}

const FONT = { fontSize: 20, fontFamily: 5, autoResize: true, lineHeight: 1.25 }

/** The text that is typed into: one that stands there, or a new one, free or in a shape or an arrow. */
function textToType(person: Person): string {
  const { canvas, random } = person
  const texts = person.living(({ type }) => type === 'text')
  const old = random.oneOf(texts)
  if (old && random.chance(0.6)) return old.id
  const id = person.newId()
  const empty = { id, type: 'text', ...LOOK, ...FONT, text: '', originalText: '', boundElements: null }
  const container = random.oneOf(person.living((element) => isShape(element) || element.type === 'arrow'))
  if (!container || random.chance(0.4)) {
    const at = { x: random.between(0, 900), y: random.between(0, 900), width: 10, height: 25 }
    canvas.add({ ...empty, ...at, textAlign: 'left', verticalAlign: 'top', containerId: null })
    return id
  }
  const label = boundOf(container).find((bound) => bound.type === 'text' && !canvas.get(bound.id)?.isDeleted)
  if (label) return label.id
  const aligned = { textAlign: 'center', verticalAlign: 'middle', containerId: container.id }
  const made = { ...empty, ...aligned }
  canvas.add({ ...made, ...labelled(made, container) })
  listOn(canvas, container.id, id, true)
  return id
}

export function* type(person: Person): Gesture {
  const { canvas, random } = person
  const id = textToType(person)
  const containerId = (canvas.get(id)?.['containerId'] ?? null) as string | null
  person.take({ editingTextElement: { id, containerId } }, [
    id,
    ...(containerId === null ? [] : [containerId]),
  ])
  yield
  for (let i = random.between(1, 8); i > 0; i--) {
    const text = canvas.get(id)
    if (!text) break
    const before = String(text['originalText'])
    const at = random.between(0, before.length)
    const removed = random.chance(0.25) ? random.between(1, 2) : 0
    const added = random.chance(0.8) ? letters(person, random.between(1, 3)) : ''
    const originalText = before.slice(0, at) + added + before.slice(at + removed)
    const container = containerId === null ? undefined : canvas.get(containerId)
    const size = container ? labelled({ ...text, originalText }, container) : sized(originalText, undefined)
    canvas.replace(id, { originalText, ...size })
    yield
  }
  if (canvas.get(id)?.['originalText'] === '') {
    canvas.change(id, { isDeleted: true })
    if (containerId !== null) listOn(canvas, containerId, id, false)
  }
  person.release()
}
