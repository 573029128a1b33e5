/**
 * A session as the log has it: four people with habits of their own draw for a while, with pauses in which they talk.
 * One places boxes and arrows, one scribbles, one writes, one moves and mends what the others made. The same for the
 * same seed. Must never ask a server or a clock: whoever wants it in a database puts it there.
 */
import { BoardScene, createDocument, writeChanges } from '@gamelan/board-model'
import { generateNKeysBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import { integer, newId, pick, seeded } from '../bench/model/random.ts'

export type Entry = {
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** Index into the people; -1: the server. */
  readonly who: number
  readonly payload: Uint8Array
}

export type Session = {
  readonly entries: readonly Entry[]
  /** The whole document after some entries, by seq. */
  readonly keyframes: ReadonlyMap<number, Uint8Array>
}

export const PEOPLE = ['Ana', 'Ben', 'Chi', 'Dan'] as const

const LABELS = [
  'Checkout',
  'Redis',
  'Payments',
  'Ledger',
  'Queue',
  'Mailer',
  'Search',
  'Stock',
  'Edge',
  'Auth',
] as const
const NOTES = [
  'retries double-charge?',
  'who owns this',
  'only at month end',
  'cache is cold here',
  '3 s timeout',
  'ask Dana',
] as const
const FILLS = ['#a5d8ff', '#ffec99', '#b2f2bb', '#ffc9c9', 'transparent'] as const
const INKS = ['#1e1e1e', '#e03131', '#2f9e44', '#1971c2'] as const
const FRAME = 33

type Element = Record<string, unknown> & {
  id: string
  type: string
  x: number
  y: number
  width: number
  height: number
}

const COMMON = {
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 1,
  opacity: 100,
  groupIds: [],
  frameId: null,
  roundness: null,
  boundElements: [],
  isDeleted: false,
  link: null,
  locked: false,
  version: 1,
  updated: 1,
}

export function recordSession({
  minutes,
  start,
  seed,
  keyframeEvery = 500,
}: {
  minutes: number
  /** Milliseconds since 1970. */
  start: number
  seed: number
  keyframeEvery?: number
}): Session {
  const random = seeded(seed)
  const server = new Y.Doc()
  server.clientID = 1
  const docs = PEOPLE.map((_, i) => Object.assign(new Y.Doc(), { clientID: 1000 + seed + i }))
  const scene = new BoardScene(server)
  const entries: Entry[] = []
  const keyframes = new Map<number, Uint8Array>()
  let at = start
  let who = -1
  let last: string | null = null

  server.on('update', (payload: Uint8Array) => {
    entries.push({ seq: entries.length + 1, at, who, payload })
    if (entries.length % keyframeEvery === 0) keyframes.set(entries.length, Y.encodeStateAsUpdate(server))
    for (const [i, doc] of docs.entries()) if (i !== who) Y.applyUpdate(doc, payload)
  })
  createDocument(server)

  /** Somebody changes something; it reaches the log, and the others, at once. */
  function write(person: number, before: Element | undefined, after: Element): void {
    const doc = docs[person]
    if (doc === undefined) throw new Error('nobody')
    const known = Y.encodeStateVector(doc)
    writeChanges(doc, [{ before: before, after }], { origin: person })
    who = person
    Y.applyUpdate(server, Y.encodeStateAsUpdate(doc, known))
  }

  function make(person: number, element: Partial<Element> & { type: string }): Element {
    const [index] = generateNKeysBetween(last, null, 1)
    last = index ?? null
    const made = {
      ...COMMON,
      seed: integer(random, 1, 2 ** 30),
      versionNonce: 1,
      ...element,
      id: newId(random),
      index,
    } as Element
    write(person, undefined, made)
    return made
  }

  function change(person: number, element: Element, properties: Record<string, unknown>): Element {
    const after = { ...element, ...properties } as Element
    write(person, element, after)
    return after
  }

  const boxes: Element[] = []
  const place = (): { x: number; y: number } => {
    const n = boxes.length
    return {
      x: (n % 8) * 320 + integer(random, -20, 20),
      y: Math.floor(n / 8) * 220 + integer(random, -20, 20),
    }
  }

  function type(person: number, text: Element, words: string): Element {
    let now = text
    for (let length = 1; length <= words.length; length++) {
      at += integer(random, 90, 240)
      const part = words.slice(0, length)
      now = change(person, now, { text: part, originalText: part, width: length * 11 })
    }
    return now
  }

  function drawBox(person: number): void {
    const { x, y } = place()
    let box = make(person, {
      type: 'rectangle',
      x,
      y,
      width: 4,
      height: 4,
      roundness: { type: 3 },
      backgroundColor: pick(random, ...FILLS),
    })
    for (let step = 1; step <= 12; step++) {
      at += FRAME
      box = change(person, box, { width: step * 15, height: step * 7 })
    }
    boxes.push(box)
    at += 500
    const label = pick(random, ...LABELS)
    const text = make(person, {
      type: 'text',
      x: x + 20,
      y: y + 28,
      width: 10,
      height: 25,
      fontSize: 20,
      fontFamily: 5,
      textAlign: 'center',
      verticalAlign: 'middle',
      lineHeight: 1.25,
      containerId: box.id,
      text: '',
      originalText: '',
      autoResize: true,
    })
    type(person, text, label)
  }

  function drawArrow(person: number): void {
    const [from, to] = [boxes.at(-1), boxes[integer(random, 0, Math.max(0, boxes.length - 2))]]
    if (!from || !to || from === to) return
    const [x, y] = [from.x + from.width / 2, from.y + from.height / 2]
    const [dx, dy] = [to.x + to.width / 2 - x, to.y + to.height / 2 - y]
    let arrow = make(person, {
      type: 'arrow',
      x,
      y,
      width: 1,
      height: 1,
      points: [
        [0, 0],
        [1, 1],
      ],
      pressures: [],
      startBinding: { elementId: from.id, focus: 0, gap: 4 },
      endBinding: null,
      startArrowhead: null,
      endArrowhead: 'arrow',
      elbowed: false,
      roundness: { type: 2 },
    })
    for (let step = 1; step <= 10; step++) {
      at += FRAME
      const part = step / 10
      arrow = change(person, arrow, {
        width: Math.abs(dx * part),
        height: Math.abs(dy * part),
        points: [
          [0, 0],
          [dx * part, dy * part],
        ],
      })
    }
    change(person, arrow, { endBinding: { elementId: to.id, focus: 0, gap: 4 } })
  }

  function scribble(person: number): void {
    const around = boxes[integer(random, 0, Math.max(0, boxes.length - 1))]
    const [x, y] = [
      (around?.x ?? 0) + integer(random, -60, 200),
      (around?.y ?? 0) + integer(random, -80, 120),
    ]
    let points: [number, number][] = [[0, 0]]
    let stroke = make(person, {
      type: 'freedraw',
      x,
      y,
      width: 0,
      height: 0,
      points,
      pressures: [],
      simulatePressure: true,
      strokeColor: pick(random, ...INKS),
    })
    const turns = integer(random, 20, 70)
    for (let step = 1; step < turns; step++) {
      at += FRAME
      const angle = step / 6
      points = points.concat([[Math.round(step * 2.4), Math.round(Math.sin(angle) * 24)]])
      const xs = points.map(([px]) => px)
      const ys = points.map(([, py]) => py)
      stroke = change(person, stroke, {
        points,
        width: Math.max(...xs) - Math.min(...xs),
        height: Math.max(...ys) - Math.min(...ys),
      })
    }
  }

  function note(person: number): void {
    const around = boxes[integer(random, 0, Math.max(0, boxes.length - 1))]
    const text = make(person, {
      type: 'text',
      x: (around?.x ?? 0) + integer(random, -30, 60),
      y: (around?.y ?? 0) + 110,
      width: 10,
      height: 25,
      fontSize: 16,
      fontFamily: 5,
      textAlign: 'left',
      verticalAlign: 'top',
      lineHeight: 1.25,
      containerId: null,
      text: '',
      originalText: '',
      autoResize: true,
      strokeColor: pick(random, ...INKS),
    })
    type(person, text, pick(random, ...NOTES))
  }

  function mend(person: number): void {
    const index = integer(random, 0, Math.max(0, boxes.length - 1))
    let box = boxes[index]
    if (!box) return
    const labels = scene.all().filter((element) => element['containerId'] === box?.id)
    const [dx, dy] = [integer(random, -6, 6), integer(random, -5, 5)]
    for (let step = 0; step < 18; step++) {
      at += FRAME
      box = change(person, box, { x: box.x + dx, y: box.y + dy })
    }
    for (const label of labels) {
      change(person, label, { x: label.x + dx * 18, y: label.y + dy * 18 })
    }
    boxes[index] = box
    if (random() < 0.4) boxes[index] = change(person, box, { backgroundColor: pick(random, ...FILLS) })
    const strokes = scene.all().filter(({ type: kind, isDeleted }) => kind === 'freedraw' && !isDeleted)
    const old = strokes[integer(random, 0, Math.max(0, strokes.length - 1))]
    if (old && random() < 0.5) change(person, old, { isDeleted: true })
  }

  const habits: readonly (readonly ((person: number) => void)[])[] = [
    [drawBox, drawBox, drawArrow],
    [scribble],
    [note, note, drawBox],
    [mend],
  ]
  const end = start + minutes * 60_000
  drawBox(0)
  while (at < end) {
    // Who builds comes up more often at the beginning, who mends at the end.
    const late = (at - start) / (end - start)
    const person =
      random() < 0.45 - late * 0.3 ? 0 : random() < late ? pick(random, 3, 2, 1) : pick(random, 1, 2)
    pick(random, ...(habits[person] as [(person: number) => void]))(person)
    at += integer(random, 400, 6000)
    if (random() < 0.035) at += integer(random, 40, 240) * 1000
  }
  scene.destroy()
  return { entries, keyframes }
}
