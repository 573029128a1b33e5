/**
 * A long drawing as the log has it: people who draw strokes, drag and type, each in bursts with pauses, all at the same
 * time. The same for the same seed. Must never ask a server or a clock: whoever wants it in a database puts it there.
 */
import { createDocument, writeChanges } from '@gamelan/board-model'
import * as Y from 'yjs'
import { KEYFRAME_EVERY } from '../../../apps/server/src/rooms/keyframes.ts'
import type { OldRow } from '../../support/old-drawing.ts'
import { board as sampleBoard } from '../model/elements.ts'
import { drag, stroke, touched, type Change } from '../model/hand.ts'
import { integer, seeded, type Random } from '../model/random.ts'

export type Wanted = {
  readonly people: number
  /** Elements that there are in the end, strokes aside. */
  readonly elements: number
  /** Changes in all, about. */
  readonly changes: number
  /** Milliseconds that it took. */
  readonly lasted: number
  /** When it began, in milliseconds since 1970. */
  readonly begin: number
  readonly seed: number
}

export type Drawing = {
  readonly first: Uint8Array
  readonly rows: readonly OldRow[]
  readonly keyframes: readonly { readonly seq: number; readonly document: Uint8Array }[]
}

/** Milliseconds between two changes of a hand that drags, and of one that types. */
const FRAME = 33
const KEY = 160
const STEPS = 30
/** Milliseconds for which a connection lasts. */
const CONNECTED = 40 * 60_000
/** Elements lie on a grid of this many pixels, so that a view holds as many as one wants. */
const CELL = 112

type Timed = { readonly at: number; readonly who: number; readonly payload: Uint8Array }

/** Somebody's bursts: what comes first of what one does to an element, and how long until the next change. */
function burst(kind: number, own: Change['after'], random: Random): { changes: Change[]; every: number } {
  if (kind < 0.5) return { changes: drag(own, STEPS, 1.1, random), every: FRAME }
  const typed: Change[] = []
  let before = own
  for (let length = 1; length <= 14; length++) {
    const after = touched(before, random, { text: 'who pays later'.slice(0, length), width: length * 9.14 })
    typed.push({ before, after })
    before = after
  }
  return { changes: typed, every: KEY }
}

/** What one person draws. */
function drawnBy(who: number, first: Uint8Array, wanted: Wanted): Timed[] {
  const random = seeded(wanted.seed * 100 + who)
  const doc = new Y.Doc()
  doc.clientID = 1_000_000 * (who + 1)
  Y.applyUpdate(doc, first)
  const found: Timed[] = []
  let at = wanted.begin
  doc.on('update', (payload: Uint8Array) => found.push({ at, who, payload }))
  const write = (changes: readonly Change[], every: number) => {
    for (const change of changes) {
      writeChanges(doc, [change], { origin: 'bench' })
      at += every
    }
  }
  const elements = Math.round(wanted.elements / wanted.people)
  const columns = Math.ceil(Math.sqrt(wanted.elements * 2))
  const own = sampleBoard(elements, wanted.seed * 100 + who)
    .filter(({ type }) => type !== 'arrow')
    .map((element, i) => {
      const place = i * wanted.people + who
      const [width, height] = [
        Math.min(90, Number(element['width'])),
        Math.min(70, Number(element['height'])),
      ]
      const [x, y] = [(place % columns) * CELL, Math.floor(place / columns) * CELL]
      return Object.assign({}, element, { x, y, width, height })
    })
  const pens = sampleBoard(600, wanted.seed * 100 + who + 50).filter(({ type }) => type === 'freedraw')
  const changes = Math.round(wanted.changes / wanted.people)
  let [made, drawn] = [0, 0]
  while (found.length < changes) {
    const share = found.length / changes
    // Time goes with the work: a pause is what is left of the stretch that this part of it has.
    at = Math.max(at, wanted.begin + share * wanted.lasted + random() * 4000)
    if (made < own.length && made <= share * own.length) {
      const element = own[made]
      made += 1
      if (element !== undefined) write([{ before: undefined, after: element }], FRAME)
      continue
    }
    const kind = random()
    const pen = pens[drawn]
    if (kind < 0.3 && pen !== undefined) {
      drawn += 1
      write(stroke(pen, 120, STEPS, false, random), FRAME)
      continue
    }
    const place = integer(random, 0, made - 1)
    const element = own[place]
    if (element === undefined) continue
    const { changes: steps, every } = burst(element.type === 'text' ? random() : 0, element, random)
    write(steps, every)
    own[place] = { ...element, ...steps.at(-1)?.after }
  }
  doc.destroy()
  return found.slice(0, changes)
}

/** @param ids of people and connections, as long as the server's */
export function drawTogether(wanted: Wanted, ids: () => string): Drawing {
  const live = new Y.Doc()
  live.clientID = 1
  createDocument(live)
  const first = Y.encodeStateAsUpdate(live)
  const people = Array.from({ length: wanted.people }, () => ({
    actor: ids(),
    connections: new Map<number, string>(),
  }))
  const all = people.flatMap((_, who) => drawnBy(who, first, wanted)).toSorted((a, b) => a.at - b.at)
  const keyframes: { seq: number; document: Uint8Array }[] = []
  const rows = all.map(({ at, who, payload }, i): OldRow => {
    Y.applyUpdate(live, payload)
    const seq = i + 2
    if (seq % KEYFRAME_EVERY === 0) keyframes.push({ seq, document: Y.encodeStateAsUpdate(live) })
    const person = people[who]
    const stretch = Math.floor((at - wanted.begin) / CONNECTED)
    const connection = person?.connections.get(stretch) ?? ids()
    person?.connections.set(stretch, connection)
    return { seq, at: new Date(Math.round(at)), actor: person?.actor ?? '', connection, payload }
  })
  live.destroy()
  return { first, rows, keyframes }
}
