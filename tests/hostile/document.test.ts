/**
 * What a client may not write into a board's document: the server's own root, and so many keys that every reader stalls.
 * It is closed with 4409, and two honest people notice nothing.
 */
import { expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { change, docOf } from '../../apps/server/src/rooms/admission.fake.ts'
import { rectangle } from '../contracts/http-app.ts'
import { world } from './world.ts'

const scene = world()
const many = (count: number) => Array.from({ length: count }, (_, i) => [`.k${i}`, i] as const)

type Write = (doc: Y.Doc) => void

const element =
  (entries: Iterable<readonly [string, unknown]>, base: object = rectangle('r')): Write =>
  (doc) => {
    doc.getMap('elements').set('r', new Y.Map<unknown>([['base', base], ...entries]))
  }

const refused: readonly [string, Write][] = [
  ['[fault V19] a newer version', (doc) => doc.getMap('meta').set('version', 2)],
  ['[fault V19] a version that is none', (doc) => doc.getMap('meta').set('version', 'x')],
  ['[fault V19] how often something was erased', (doc) => doc.getMap('meta').set('erased', 3)],
  ['[fault V19] an unknown key of meta', (doc) => doc.getMap('meta').set('x', 1)],
  ['[fault V19] meta as a list', (doc) => doc.getArray('meta').push([1])],
  ['[fault V23] 5,000 keys in one element', element(many(5_000))],
  ['[fault V23] 100,000 keys in the base of one element', element([], { ...rectangle('r'), ...Object.fromEntries(many(100_000)) })], // prettier-ignore
  ['[fault V23] 20,000 keys in another root', (doc) => many(20_000).forEach(([key, value]) => doc.getMap('other').set(key, value))], // prettier-ignore
]

test.each(refused)('%s', async (_, write) => {
  const mallory = scene.attack()
  const doc = docOf(1_000 + Math.floor(Math.random() * 1e6))
  await mallory.send(encodeUpdate(change(doc, (into) => into.transact(() => write(into)))))
  expect(await mallory.closed).toBe(CLOSE_CODES.refused)
})

test('[fault V19] a version that overwrites the one which the server wrote', async () => {
  const mallory = scene.attack()
  const doc = docOf(2_000_001, Y.encodeStateAsUpdate(scene.honest[0].doc))
  expect(doc.getMap('meta').get('version')).toBe(1)
  await mallory.send(encodeUpdate(change(doc, (into) => into.getMap('meta').set('version', 2))))
  expect(await mallory.closed).toBe(CLOSE_CODES.refused)
})

test('[fault V23] keys that are added one update after the other', async () => {
  const mallory = scene.attack()
  const doc = docOf(2_000_002)
  await mallory.send(encodeUpdate(change(doc, element([]))))
  for (let from = 0; from < 400; from += 50) {
    const more = many(400).slice(from, from + 50)
    const update = change(doc, (into) => {
      const entry = into.getMap('elements').get('r') as Y.Map<unknown>
      into.transact(() => more.forEach(([key, value]) => entry.set(key, value)))
    })
    await mallory.send(encodeUpdate(update)).catch(() => undefined)
  }
  expect(await mallory.closed).toBe(CLOSE_CODES.refused)
})
