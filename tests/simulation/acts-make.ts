/** What comes onto a canvas: drawn by hand in steps, pasted, duplicated, imported. */
import { importDrawing, parseDrawing } from '@gamelan/board-model'
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import { sized } from './measure.ts'
import type { Gesture, Person } from './person.ts'
import { bind, listOn, redrawAround, sizeOf } from './wiring.ts'

type Point = readonly [number, number]
/** The first of 20,000 that are one unit long and no white space. */
const FIRST_LETTER = 0x4e00

type Made = Readonly<Record<string, unknown>> & { id: string; type: string }

/** Letters that nobody has typed before in this run. */
export function letters({ world }: Person, count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(FIRST_LETTER + world.letters++)).join('')
}

/** What every element has. */
export const LOOK = {
  angle: 0,
  seed: 1,
  groupIds: [],
  frameId: null,
  boundElements: null,
  link: null,
  locked: false,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeStyle: 'solid',
  strokeWidth: 2,
  roughness: 1,
  opacity: 100,
  roundness: null,
}
export const isShape = ({ type }: CanvasElement) =>
  type === 'rectangle' || type === 'ellipse' || type === 'diamond' || type === 'image'

const place = (person: Person) => ({ x: person.random.between(0, 900), y: person.random.between(0, 900) })

/** A box that is pulled open. One that turns out too small vanishes without a mark. */
export function* drawBox(person: Person): Gesture {
  const { canvas, random } = person
  const id = person.newId()
  const type = random.pick('rectangle', 'ellipse', 'diamond', 'frame', 'image', 'embeddable')
  const own =
    type === 'image'
      ? { fileId: `file-${id}`, status: 'saved', scale: [1, 1] }
      : type === 'frame'
        ? { name: null }
        : { roundness: { type: 3 } }
  canvas.add({ id, type, ...LOOK, ...own, ...place(person), width: 0, height: 0, boundElements: null })
  person.take({ newElement: { id } }, [id])
  yield
  for (let i = random.between(1, 3); i > 0; i--) {
    canvas.change(id, { width: random.between(20, 300), height: random.between(20, 300) })
    yield
  }
  if (random.chance(0.15)) yield* vanish(person, id, { width: 0, height: 0 })
  person.release()
}

function* vanish(person: Person, id: string, shape: Readonly<Record<string, unknown>>): Gesture {
  person.canvas.change(id, shape)
  yield
  person.drop(id)
}

/** A line or an arrow in two points or, click by click, in more. */
export function* drawLine(person: Person): Gesture {
  const { canvas, random } = person
  const id = person.newId()
  const type = random.pick('arrow', 'arrow', 'line')
  let points: Point[] = [[0, 0]]
  const ends = { startBinding: null, endBinding: null, startArrowhead: null, lastCommittedPoint: null }
  const own = type === 'arrow' ? { endArrowhead: 'arrow', elbowed: false } : { endArrowhead: null }
  canvas.add({ id, type, ...LOOK, ...own, ...ends, ...place(person), width: 0, height: 0, points })
  const isClicked = random.chance(0.3)
  person.take(isClicked ? { multiElement: { id } } : { newElement: { id } }, [id])
  yield
  for (let i = random.between(1, 4); i > 0; i--) {
    const point: Point = [random.between(-200, 200), random.between(10, 200)]
    points = isClicked ? [...points, point] : [[0, 0], point]
    canvas.change(id, { points, ...sizeOf(points) })
    yield
  }
  if (random.chance(0.1)) yield* vanish(person, id, { points: [[0, 0]], width: 0, height: 0 })
  else if (type === 'arrow') {
    for (const end of ['startBinding', 'endBinding'] as const) {
      const shape = random.oneOf(person.living(isShape))
      if (shape && random.chance(0.6)) bind(canvas, id, end, shape.id)
    }
  }
  person.release()
}

/** A stroke that grows by a few points at a time, with the pressure of a pen or without. */
export function* drawStroke(person: Person): Gesture {
  const { canvas, random, witness } = person
  const id = person.newId()
  const hasPen = random.chance(0.5)
  let points: Point[] = [[0, 0]]
  let pressures: number[] = hasPen ? [random.next()] : []
  const own = { simulatePressure: !hasPen, lastCommittedPoint: null, ...place(person) }
  witness.drawing = id
  canvas.add({ id, type: 'freedraw', ...LOOK, ...own, width: 0, height: 0, points, pressures })
  person.take({ newElement: { id } }, [id])
  yield
  for (let i = random.between(2, 10); i > 0; i--) {
    const count = random.between(1, 6)
    for (let j = 0; j < count; j++) {
      const [x, y] = points.at(-1) ?? [0, 0]
      points = [...points, [x + random.next() * 9 - 3, y + random.next() * 9 - 4]]
      if (hasPen) pressures = [...pressures, random.next()]
    }
    canvas.change(id, { points, pressures, ...sizeOf(points) })
    yield
  }
  person.release()
  witness.drawing = undefined
}

/** A box with a label and an arrow to it, as they come from a clipboard. */
function cluster(person: Person): Made[] {
  const [box, label, arrow, free, stroke] = Array.from({ length: 5 }, () => person.newId()) as [
    string,
    string,
    string,
    string,
    string,
  ]
  const { x, y } = place(person)
  const group = { ...LOOK, groupIds: [`g-${box}`] }
  const at = { ...group, x, y }
  const font = { fontSize: 20, fontFamily: 5, textAlign: 'center', verticalAlign: 'middle', autoResize: true }
  const words = letters(person, 4)
  const container = { id: box, type: 'rectangle', ...at, width: 200, height: 100 }
  const bound = [
    { id: label, type: 'text' },
    { id: arrow, type: 'arrow' },
  ]
  const said = letters(person, 3)
  const points = [
    [0, 0],
    [-90, 40],
  ]
  return [
    { ...container, boundElements: bound },
    {
      id: label,
      type: 'text',
      ...at,
      ...font,
      originalText: words,
      ...sized(words, container),
      containerId: box,
    },
    {
      ...{ id: arrow, type: 'arrow', ...at, points, width: 90, height: 40, startArrowhead: null },
      ...{ endArrowhead: 'arrow', elbowed: false, lastCommittedPoint: null },
      ...{ startBinding: { elementId: box, focus: 0, gap: 4 }, endBinding: null },
    },
    {
      id: free,
      type: 'text',
      ...at,
      ...font,
      originalText: said,
      ...sized(said, undefined),
      containerId: null,
    },
    {
      ...{ id: stroke, type: 'freedraw', ...at, width: 9, height: 8, simulatePressure: true, pressures: [] },
      ...{
        lastCommittedPoint: null,
        points: [
          [0, 0],
          [4.25, 8],
          [9, 3.5],
        ],
      },
    },
  ]
}

export function* paste(person: Person): Gesture {
  for (const element of cluster(person)) person.canvas.add(element)
  person.release()
  yield
}

/** A copy of something, next to it, with what is written in it. */
export function* duplicate(person: Person): Gesture {
  const { canvas, random } = person
  const original = random.oneOf(person.living(({ type }) => type !== 'text' && type !== 'frame'))
  if (!original) return
  const id = person.newId()
  const bound = Array.isArray(original['boundElements']) ? original['boundElements'] : []
  canvas.add({
    ...original,
    id,
    x: Number(original['x']) + 10,
    boundElements: null,
    startBinding: null,
    endBinding: null,
  })
  for (const { id: label } of bound as { id: string }[]) {
    const text = canvas.get(label)
    if (text?.type !== 'text' || text.isDeleted) continue
    const copy = person.newId()
    canvas.add({ ...text, id: copy, containerId: id })
    listOn(canvas, id, copy, true)
  }
  redrawAround(canvas, [id])
  person.release()
  yield
}

/** A file that comes in past the canvas, as one step of the undo; some of its ids are taken on the board. */
export function* importFile(person: Person): Gesture {
  const { random } = person
  const taken = random.oneOf(person.scene.all())?.id
  const elements = cluster(person).map((element, i) =>
    i === 3 && taken !== undefined && random.chance(0.5) ? { ...element, id: taken } : element,
  )
  const parsed = parseDrawing({ type: 'excalidraw', elements })
  if (!parsed.ok) throw new Error(parsed.detail)
  person.bring(() => {
    const origin = 'import'
    return importDrawing(person.doc, person.scene, parsed.drawing, { origin, newId: () => person.newId() })
      .added
  })
  yield
}
