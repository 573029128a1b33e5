/** What comes onto a canvas whole: pasted, duplicated, imported. */
import { importDrawing, parseDrawing } from '@gamelan/board-model'
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import { isWorthSharing } from '../../apps/web/src/canvas/sharing.ts'
import { LOOK, letters, place } from './acts-make.ts'
import { sized } from './measure.ts'
import type { Gesture, Person } from './person.ts'
import { boundOf, listOn, redrawAround } from './wiring.ts'

type Made = Readonly<Record<string, unknown>> & { id: string; type: string }

const FONT = { fontSize: 20, fontFamily: 5, textAlign: 'center', verticalAlign: 'middle', autoResize: true }

/** A box with a label and an arrow that begins at it, a text and a stroke, in one group. */
function cluster(person: Person): Made[] {
  const box = person.newId()
  const label = person.newId()
  const arrow = person.newId()
  const at = { ...LOOK, ...place(person), groupIds: [`g-${box}`] }
  const container = { ...at, id: box, type: 'rectangle', width: 200, height: 100 }
  const words = letters(person, 4)
  const said = letters(person, 3)
  return [
    {
      ...container,
      boundElements: [
        { id: label, type: 'text' },
        { id: arrow, type: 'arrow' },
      ],
    },
    {
      ...at,
      ...FONT,
      ...sized(words, container),
      id: label,
      type: 'text',
      originalText: words,
      containerId: box,
    },
    {
      ...at,
      id: arrow,
      type: 'arrow',
      width: 90,
      height: 40,
      points: [
        [0, 0],
        [-90, 40],
      ],
      lastCommittedPoint: null,
      startBinding: { elementId: box, focus: 0, gap: 4 },
      endBinding: null,
      startArrowhead: null,
      endArrowhead: 'arrow',
      elbowed: false,
    },
    {
      ...at,
      ...FONT,
      ...sized(said, undefined),
      id: person.newId(),
      type: 'text',
      originalText: said,
      containerId: null,
    },
    {
      ...at,
      id: person.newId(),
      type: 'freedraw',
      width: 9,
      height: 8,
      points: [
        [0, 0],
        [4.25, 8],
        [9, 3.5],
      ],
      pressures: [],
      simulatePressure: true,
      lastCommittedPoint: null,
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
  // Nobody gets hold of what has no extent: somebody else's that is about to vanish.
  const canCopy = (element: CanvasElement) =>
    element.type !== 'text' && element.type !== 'frame' && isWorthSharing(element)
  const original = random.oneOf(person.living(canCopy))
  if (!original) return
  const id = person.newId()
  const free = original.type === 'arrow' ? { startBinding: null, endBinding: null } : {}
  canvas.add({ ...original, ...free, id, x: Number(original['x']) + 10, boundElements: null })
  for (const { id: label } of boundOf(original)) {
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

/** A file that comes in past the canvas, as one step of the undo; an id in it may be taken on the board. */
export function* importFile(person: Person): Gesture {
  const { random } = person
  const taken = random.oneOf(person.scene.all())?.id
  const elements = cluster(person)
  const [last] = elements.splice(-1, 1)
  if (last) elements.push(taken !== undefined && random.chance(0.5) ? { ...last, id: taken } : last)
  const parsed = parseDrawing({ type: 'excalidraw', elements })
  if (!parsed.ok) throw new Error(parsed.detail)
  const options = { origin: 'import', newId: () => person.newId() }
  person.bring(() => importDrawing(person.doc, person.scene, parsed.drawing, options).added)
  yield
}
