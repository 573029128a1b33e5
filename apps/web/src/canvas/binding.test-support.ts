/** A board with a canvas on it, for the binding's tests. */
import type { BoardElementLike } from '@gamelan/board-model'
import { BoardScene, createDocument, writeChanges } from '@gamelan/board-model'
import * as Y from 'yjs'
import { fakeTimer } from '../sync/fake-timer.test-support.ts'
import type { BindingOptions } from './binding.ts'
import { CanvasBinding } from './binding.ts'
import { FakeCanvas, fakeFrames } from './fake-canvas.test-support.ts'

export const shape = (id: string, more: Record<string, unknown> = {}): BoardElementLike => ({
  id,
  type: 'rectangle',
  x: 0,
  y: 0,
  width: 100,
  height: 50,
  index: `a${id}`,
  ...more,
})

const byLetters: BindingOptions['measure'] = (text) => ({ width: (text.originalText ?? '').length * 10 })

/** A board with a canvas on it, and a second document that stands for everyone else. */
export function setup({
  board = [] as BoardElementLike[],
  canWrite = true,
  start = true,
  measure = byLetters,
} = {}) {
  const doc = new Y.Doc()
  createDocument(doc)
  const others = new Y.Doc()
  Y.applyUpdate(others, Y.encodeStateAsUpdate(doc))
  const write = (changes: { before?: BoardElementLike; after: BoardElementLike }[]) =>
    writeChanges(
      others,
      changes.map(({ before, after }) => ({ before, after })),
      { origin: 'others' },
    )
  others.on('update', (update: Uint8Array) => Y.applyUpdate(doc, update, 'remote'))
  write(board.map((after) => ({ after })))
  const sent: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'remote') return
    sent.push(update)
    Y.applyUpdate(others, update, 'canvas')
  })
  const canvas = new FakeCanvas()
  const frames = fakeFrames()
  const timer = fakeTimer()
  const scene = new BoardScene(doc)
  const binding = new CanvasBinding({
    doc,
    scene,
    api: canvas.api,
    canWrite,
    frames,
    timer,
    random: () => 0.5,
    measure,
  })
  canvas.onChange = () => binding.changed()
  if (start) binding.start()
  const remote = new BoardScene(others)
  /** Others change properties of one element. */
  const theyChange = (id: string, properties: Record<string, unknown>) => {
    const before = remote.get(id)
    if (!before) throw new Error(`others do not see ${id}`)
    write([{ before, after: { ...before, ...properties } }])
  }
  return { doc, others, remote, canvas, frames, timer, scene, binding, sent, write, theyChange }
}
