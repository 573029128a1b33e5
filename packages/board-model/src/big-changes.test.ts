import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type BigChange, observeBigChanges } from './big-changes.ts'
import { createDocument } from './document.ts'
import { BoardScene } from './scene.ts'
import { writeChanges } from './write.ts'

const shape = (id: string) => ({ id, type: 'rectangle' as const, x: 0, y: 0, width: 9, height: 9 })
const shapes = (count: number, name = 's') => Array.from({ length: count }, (_, i) => shape(`${name}${i}`))

/** Two documents; what the first does reaches the second. */
function pair() {
  const [author, watcher] = [new Y.Doc(), new Y.Doc()]
  createDocument(author)
  const told: BigChange[] = []
  const own: BigChange[] = []
  observeBigChanges(watcher, (change) => told.push(change))
  observeBigChanges(author, (change) => own.push(change))
  Y.applyUpdate(watcher, Y.encodeStateAsUpdate(author))
  author.on('update', (update: Uint8Array) => Y.applyUpdate(watcher, update))
  const write = (...changes: Parameters<typeof writeChanges>[1]) =>
    writeChanges(author, changes, { origin: 'test' })
  return { author, told, own, write }
}

test('[UX UM3] many elements that somebody adds at once are told, with who did it', () => {
  const { author, told, own, write } = pair()
  write(...shapes(9).map((after) => ({ before: undefined, after })))
  expect(told).toEqual([])
  write(...shapes(12, 'n').map((after) => ({ before: undefined, after })))
  expect(told).toEqual([{ kind: 'added', client: author.clientID, ids: shapes(12, 'n').map(({ id }) => id) }])
  expect(own).toEqual([])
})

test('[UX UM3] a drawing that somebody clears is told; deleting a part of it is not', () => {
  const { author, told, write } = pair()
  write(...shapes(6).map((after) => ({ before: undefined, after })))
  const scene = new BoardScene(author)
  const gone = (count: number) =>
    scene
      .all()
      .filter(({ isDeleted }) => !isDeleted)
      .slice(0, count)
      .map((before) => ({ before, after: { ...before, isDeleted: true } }))
  write(...gone(2))
  expect(told).toEqual([])
  write(...gone(4))
  expect(told).toMatchObject([{ kind: 'cleared', client: author.clientID }])
  expect(told[0]?.ids).toHaveLength(4)
})

test('an element that is brought back or moved is not new', () => {
  const { author, told, write } = pair()
  write(...shapes(9).map((after) => ({ before: undefined, after })))
  write(...shapes(5, 'more').map((after) => ({ before: undefined, after })))
  const scene = new BoardScene(author)
  write(...scene.all().map((before) => ({ before, after: { ...before, x: 50 } })))
  expect(told).toEqual([])
})
