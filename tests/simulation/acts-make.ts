/** What is drawn by hand, in steps. */
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import type { Gesture, Person } from './person.ts'
import { bind, sizeOf } from './wiring.ts'

type Point = readonly [number, number]
/** The first of 20,000 that are one unit long and no white space. */
const FIRST_LETTER = 0x4e00

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

export const place = (person: Person) => ({
  x: person.random.between(0, 900),
  y: person.random.between(0, 900),
})

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
  const points: Point[] = [[0, 0]]
  const pressures: number[] = hasPen ? [random.next()] : []
  const shape = () => ({ points: [...points], pressures: [...pressures], ...sizeOf(points) })
  const own = { simulatePressure: !hasPen, lastCommittedPoint: null, ...place(person) }
  witness.drawing = id
  canvas.add({ id, type: 'freedraw', ...LOOK, ...own, ...shape() })
  person.take({ newElement: { id } }, [id])
  yield
  for (let i = random.between(2, 10); i > 0; i--) {
    const count = random.between(1, 6)
    for (let j = 0; j < count; j++) {
      const [x, y] = points.at(-1) ?? [0, 0]
      points.push([x + random.next() * 9 - 3, y + random.next() * 9 - 4])
      if (hasPen) pressures.push(random.next())
    }
    canvas.change(id, shape())
    yield
  }
  person.release()
  witness.drawing = undefined
}
