import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { elementsBeyond } from './beyond.ts'
import { createDocument } from './document.ts'
import type { BoardElementLike } from './element.ts'
import { BoardScene } from './scene.ts'
import { writeChanges } from './write.ts'

const shape = (id: string, more: Record<string, unknown> = {}): BoardElementLike => ({
  id,
  type: 'rectangle',
  x: 0,
  y: 0,
  width: 10,
  height: 10,
  index: `a${id}`,
  ...more,
})

function setup() {
  const doc = new Y.Doc()
  createDocument(doc)
  const scene = new BoardScene(doc)
  const add = (after: BoardElementLike) =>
    writeChanges(doc, [{ before: undefined, after }], { origin: 'test' })
  const change = (id: string, more: Record<string, unknown>) => {
    const before = scene.get(id)
    if (!before) throw new Error(`no element ${id}`)
    writeChanges(doc, [{ before, after: { ...before, ...more } }], { origin: 'test' })
  }
  const known = () => Y.decodeStateVector(Y.encodeStateVector(doc))
  const beyond = (clocks: ReadonlyMap<number, number>) => [...elementsBeyond(doc, clocks)].sort()
  return { doc, add, change, known, beyond }
}

test('[S5a] what was added or changed past what the other has is named, and nothing else', () => {
  const { add, change, known, beyond } = setup()
  add(shape('1'))
  add(shape('2'))
  add(shape('3', { type: 'text', text: 'a', originalText: 'a', containerId: null }))
  const clocks = known()
  expect(beyond(clocks)).toEqual([])
  change('2', { x: 50 })
  change('3', { text: 'ab', originalText: 'ab' })
  add(shape('4'))
  expect(beyond(clocks)).toEqual(['2', '3', '4'])
  expect(beyond(known())).toEqual([])
  expect(beyond(new Map())).toEqual(['1', '2', '3', '4'])
})

test('[S5a] work of an earlier visit, under another client id, counts as well', () => {
  const { doc, add, known, beyond } = setup()
  add(shape('1'))
  const clocks = known()
  const earlier = new Y.Doc()
  Y.applyUpdate(earlier, Y.encodeStateAsUpdate(doc))
  writeChanges(earlier, [{ before: undefined, after: shape('2') }], { origin: 'test' })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(earlier))
  expect(beyond(clocks)).toEqual(['2'])
})

test('[S5a] what was written and taken back again is not brought along', () => {
  const { doc, add, known, beyond } = setup()
  add(shape('1'))
  const clocks = known()
  doc.getMap('others').set('note', 1)
  doc.getMap('elements').set('2', new Y.Map())
  doc.getMap('elements').delete('2')
  expect(beyond(clocks)).toEqual([])
})
