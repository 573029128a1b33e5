/**
 * One measurement in a process of its own, so that nobody else's garbage or warm code is in it: takes a task as JSON
 * in its first argument and prints the answer as JSON. Started by `run.ts` with `--expose-gc`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import type { CanvasElement } from '../../../apps/web/src/canvas/canvas-element.ts'
import { Canvas } from './canvas.ts'
import { board } from './elements.ts'
import type { Change } from './hand.ts'
import { drag, edit, stroke } from './hand.ts'
import type { Random } from './random.ts'
import { integer, newId, seeded } from './random.ts'
import type { ShapeName } from './shapes/all.ts'
import { SHAPES } from './shapes/all.ts'
import type { Shape } from './shapes/shape.ts'
import { quantile } from './stats.ts'
import type { Answers, Kind, Sent, Task, Tasks, Times } from './tasks.ts'
import { bytesOnWire } from './wire.ts'

/** A client id as most are: five bytes on the wire. Fixed, so that bytes are the same in each run. */
const CLIENT_ID = 0xc0ffee42
/** Changes before those that count, so that what is measured is code that has run before. */
const WARM_UP = 100

function newDoc(clientId = CLIENT_ID): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = clientId
  return doc
}

const sizeOf = (doc: Y.Doc) => Y.encodeStateAsUpdate(doc).byteLength

/** A page that has opened a board which others drew, and has written `already` changes of its own. */
function opened(shape: Shape, elements: readonly CanvasElement[], already: number): Y.Doc {
  const drawn = newDoc(CLIENT_ID + 1)
  shape.add(drawn, elements)
  const doc = newDoc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(drawn))
  const [some] = elements
  if (some) for (const change of drag(some, already, 1.1, seeded(0))) shape.write(doc, change)
  return doc
}

/** Writes changes into an opened board; answers what went out and how much the document grew. */
function send(shape: Shape, doc: Y.Doc, changes: readonly Change[]): Sent {
  const before = sizeOf(doc)
  let bytes = 0
  let frames = 0
  doc.on('update', (update: Uint8Array) => {
    bytes += bytesOnWire(update)
    frames++
  })
  for (const change of changes) shape.write(doc, change)
  if (frames !== changes.length) throw new Error(`${changes.length} changes made ${frames} updates`)
  return { bytes, changes: frames, growth: sizeOf(doc) - before }
}

function measureWire({ shape: name, seed }: Tasks['wire']): Answers['wire'] {
  const shape = SHAPES[name]
  const elements = board(100, seed)
  const template = elements.find(({ type }) => type === 'freedraw')
  const dragged = elements.find(({ type, boundElements }) => type === 'ellipse' && isEmpty(boundElements))
  if (!template || !dragged) throw new Error('the board lacks what is to be drawn')
  const first = { ...template, id: newId(seeded(seed)), index: 'b00', version: 1 }
  const drawn = (steps: number, isPen: boolean) =>
    send(shape, opened(shape, elements, 0), stroke(first, 300, steps, isPen, seeded(seed)))
  const moved = (already: number, zoom: number) =>
    send(shape, opened(shape, elements, already), drag(dragged, 300, zoom, seeded(seed)))
  return {
    mouse: drawn(125, false),
    pen: drawn(125, true),
    everyPoint: drawn(300, false),
    drag: moved(0, 1.1),
    dragLater: moved(1_000, 1.1),
    dragWhole: moved(0, 1),
  }
}

const isEmpty = (list: unknown) => Array.isArray(list) && list.length === 0

function make({ shape, seed, count, file }: Tasks['make']): Answers['make'] {
  const doc = newDoc()
  SHAPES[shape].add(doc, board(count, seed))
  const update = Y.encodeStateAsUpdate(doc)
  writeFileSync(file, update)
  return { bytes: update.byteLength }
}

function heap(): number {
  if (!globalThis.gc) throw new Error('run with --expose-gc')
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

function load({ shape, file, count }: Tasks['load']): Answers['load'] {
  const update = readFileSync(file)
  const empty = heap()
  const doc = newDoc(CLIENT_ID + 1)
  const start = performance.now()
  Y.applyUpdate(doc, update)
  const loaded = performance.now()
  const withDocument = heap()
  const reading = performance.now()
  const elements = SHAPES[shape].read(doc)
  const read = performance.now()
  const withElements = heap()
  if (elements.length !== count) throw new Error(`${elements.length} of ${count} elements came back`)
  return {
    heap: withDocument - empty,
    heapWithElements: withElements - empty,
    ms: loaded - start,
    msWithElements: loaded - start + read - reading,
  }
}

const timesOf = (values: readonly number[]): Times => ({
  median: quantile(values, 0.5),
  p95: quantile(values, 0.95),
})

type Subject = { shape: Shape; update: Uint8Array; doc: Y.Doc }

function open(shape: ShapeName, file: string): Subject {
  const update = readFileSync(file)
  const doc = newDoc(CLIENT_ID + 1)
  Y.applyUpdate(doc, update)
  return { shape: SHAPES[shape], update, doc }
}

/** Edits of random elements, made by somebody else; for each the update. */
function editsOfOthers({ shape, update }: Subject, elements: CanvasElement[], count: number, random: Random) {
  const others = newDoc(CLIENT_ID + 2)
  Y.applyUpdate(others, update)
  const updates: Uint8Array[] = []
  others.on('update', (made: Uint8Array) => void updates.push(made))
  for (let i = 0; i < count; i++) {
    const place = integer(random, 0, elements.length - 1)
    const before = elements[place]
    if (!before) continue
    const after = edit(before, random)
    elements[place] = after
    shape.write(others, { before, after })
  }
  if (updates.length !== count) throw new Error(`${count} edits made ${updates.length} updates`)
  return updates
}

function measureRemote({ shape, file, seed, count, edits }: Tasks['remote']): Answers['remote'] {
  const subject = open(shape, file)
  const canvas = new Canvas()
  const binding = subject.shape.bind(subject.doc, canvas)
  const updates = editsOfOthers(subject, board(count, seed), WARM_UP + edits, seeded(seed + 1))
  const inBinding: number[] = []
  const inDocument: number[] = []
  globalThis.gc?.()
  for (const [i, update] of updates.entries()) {
    const shown = canvas.shown
    const start = performance.now()
    Y.applyUpdate(subject.doc, update, 'remote')
    const applied = performance.now()
    binding.frame()
    // Excalidraw tells of every new scene, also of the one that it was just given.
    binding.changed()
    const end = performance.now()
    binding.rest()
    if (canvas.shown !== shown + 1) throw new Error('a remote change was not shown')
    if (i < WARM_UP) continue
    inDocument.push(applied - start)
    inBinding.push(end - applied)
  }
  return { binding: timesOf(inBinding), document: timesOf(inDocument) }
}

function measureLocal({ shape, file, seed, count, edits }: Tasks['local']): Answers['local'] {
  const subject = open(shape, file)
  const canvas = new Canvas()
  const binding = subject.shape.bind(subject.doc, canvas)
  const random = seeded(seed + 2)
  let handedOver = 0
  let frames = 0
  subject.doc.on('update', (update: Uint8Array) => {
    handedOver += encodeUpdate(update).byteLength
    frames++
  })
  const times: number[] = []
  globalThis.gc?.()
  for (let i = 0; i < WARM_UP + edits; i++) {
    const place = integer(random, 0, count - 1)
    canvas.mutate(place, edit(canvas.at(place), random))
    const start = performance.now()
    binding.changed()
    const end = performance.now()
    if (frames !== i + 1) throw new Error(`${i + 1} local changes sent ${frames} frames`)
    if (i >= WARM_UP) times.push(end - start)
    binding.rest()
    binding.frame()
  }
  if (handedOver === 0) throw new Error('nothing was sent')
  return { send: timesOf(times) }
}

const ANSWERING: { [K in Kind]: (task: Tasks[K]) => Answers[K] } = {
  wire: measureWire,
  make,
  load,
  remote: measureRemote,
  local: measureLocal,
}

const task = JSON.parse(process.argv[2] ?? '') as Task
const answer = ANSWERING[task.kind] as (task: Task) => Answers[Kind]
console.log(JSON.stringify(answer(task)))
