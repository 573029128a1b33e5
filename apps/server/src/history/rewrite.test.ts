/** Erasing, in the pure core: what goes, and that nothing else does. */
import { BoardScene, ERASER_CLIENT, fallBack, writeChanges } from '@gamelan/board-model'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { surveyFor, type Target } from './erase-rule.ts'
import { rewrite } from './rewrite.ts'

/** What several write at the same time, as a log: each update is taken in by all before the next. */
function logOf(writes: readonly (readonly [client: number, write: (doc: Y.Doc) => void])[]): Uint8Array[] {
  const docs = new Map<number, Y.Doc>()
  const log: Uint8Array[] = []
  for (const [client, write] of writes) {
    const doc = docs.get(client) ?? new Y.Doc()
    doc.clientID = client
    docs.set(client, doc)
    for (const update of log) Y.applyUpdate(doc, update)
    const before = Y.encodeStateVector(doc)
    write(doc)
    log.push(Y.encodeStateAsUpdate(doc, before))
  }
  return log
}

function erase(log: readonly Uint8Array[], target: Target): Uint8Array[] {
  const survey = surveyFor(target)
  for (const [i, update] of log.entries()) survey.row(Y.decodeUpdate(update).structs, i + 1)
  const rule = survey.rule()
  return log.map((update, i) => rewrite(update, (struct) => rule.verdict(struct, i + 1)) ?? update)
}

function documentOf(log: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of log) Y.applyUpdate(doc, update)
  expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
  return doc
}

const SECRET = 'hunter2'
const holds = (log: readonly Uint8Array[]) =>
  log.some((update) => Buffer.from(update).toString('latin1').includes(SECRET))
const entry = (doc: Y.Doc, id: string) => doc.getMap<Y.Map<unknown>>('elements').get(id) as Y.Map<unknown>
const make = (id: string, more: object) => (doc: Y.Doc) =>
  writeChanges(doc, [{ before: undefined, after: { id, type: 'text', x: 1, y: 2, ...more } }], { origin: 0 })
const type = (id: string, letters: string) => (doc: Y.Doc) => {
  const text = entry(doc, id).get('text') as Y.Text
  text.insert(text.length, letters)
}
const set = (id: string, key: string, value: unknown) => (doc: Y.Doc) => void entry(doc, id).set(key, value)

describe('[H8] a log without an element', () => {
  const log = logOf([
    [9, make('kept', { text: 'stays' })],
    [3, make('gone', { text: SECRET })],
    [7, type('gone', SECRET)],
    [3, type('kept', ' on')],
    [7, set('gone', 'layout', [1, 2, 3, SECRET])],
    [9, (doc) => (entry(doc, 'gone').get('text') as Y.Text).delete(0, 5)],
    [9, type('gone', 'more')],
  ])
  const erased = erase(log, { elements: ['gone'] })

  test('holds nothing of it, in whatever order its parts came', () => {
    expect(holds(log)).toBe(true)
    expect(holds(erased)).toBe(false)
    // All of it in one update, where each rests on structs that are listed behind it.
    const merged = [Y.mergeUpdates(log)]
    expect(holds(erase(merged, { elements: ['gone'] }))).toBe(false)
    expect([
      ...documentOf(erase(merged, { elements: ['gone'] }))
        .getMap('elements')
        .keys(),
    ]).toEqual(['kept'])
  })

  test('[M2] keeps every id, and what else there was', () => {
    const [was, is] = [documentOf(log), documentOf(erased)]
    expect(Y.encodeStateVector(is)).toEqual(Y.encodeStateVector(was))
    expect(entry(is, 'kept').toJSON()).toEqual(entry(was, 'kept').toJSON())
    expect(is.getMap('elements').has('gone')).toBe(false)
    for (let seq = 1; seq <= log.length; seq++) documentOf(erased.slice(0, seq))
  })

  test('a copy from before comes to the same when it takes it in, and has nothing to bring', () => {
    const [old, is] = [documentOf(log), documentOf(erased)]
    Y.applyUpdate(is, Y.encodeStateAsUpdate(old))
    expect(is.getMap('elements').has('gone')).toBe(false)
    expect(holds([Y.encodeStateAsUpdate(is)])).toBe(false)
    Y.applyUpdate(old, Y.encodeStateAsUpdate(is))
    expect(old.getMap('elements').has('gone')).toBe(false)
    expect(holds([Y.encodeStateAsUpdate(old)])).toBe(false)
    expect(Y.equalSnapshots(Y.snapshot(old), Y.snapshot(is))).toBe(true)
  })

  test('what is written inside of it later has no place', () => {
    const [old, is] = [documentOf(log), documentOf(erased)]
    old.clientID = 11
    const before = Y.encodeStateVector(old)
    set('gone', '.link', SECRET)(old)
    type('gone', SECRET)(old)
    Y.applyUpdate(is, Y.encodeStateAsUpdate(old, before))
    expect(holds([Y.encodeStateAsUpdate(is)])).toBe(false)
  })

  test('takes the text that it contains, also one that it contained once', () => {
    const boxed = logOf([
      [3, make('box', { type: 'rectangle', width: 5, height: 5 })],
      [3, make('label', { text: SECRET, containerId: 'box' })],
      [7, make('moved', { text: SECRET })],
      [7, set('moved', '.containerId', 'box')],
      [7, set('moved', '.containerId', null)],
      [3, make('other', { text: 'other', containerId: 'elsewhere' })],
    ])
    const without = erase(boxed, { elements: ['box'] })
    expect(holds(without)).toBe(false)
    expect([...documentOf(without).getMap('elements').keys()]).toEqual(['other'])
  })
})

describe('[H8] a log without a stretch', () => {
  test('letters go and those around them stay, whoever typed them, and every copy of them', () => {
    const log = logOf([
      [3, make('words', { text: 'ab' })],
      [7, type('words', SECRET)],
      [3, type('words', 'cd')],
      [9, set('words', 'layout', [1, 2, 3, `ab${SECRET}cd`])],
    ])
    const erased = erase(log, { from: 2, to: 2 })
    expect(holds(erased)).toBe(false)
    const is = documentOf(erased)
    expect(String(entry(is, 'words').get('text'))).toBe('abcd')
    fallBack(is, documentOf(log.slice(0, 1)), [], ['words'])
    const scene = new BoardScene(is)
    expect(scene.get('words')).toMatchObject({ text: 'abcd', originalText: 'abcd' })
    expect(scene.staleLayouts).toContain('words')
  })

  test('a value in force falls back to the one from before, and a later one stays', () => {
    const log = logOf([
      [3, make('a', { text: 'a' })],
      [3, set('a', 'xy', [10, 10])],
      [7, set('a', 'xy', [20, 20])],
      [7, set('a', '.link', SECRET)],
      [9, set('a', '.link', '/now')],
      [3, set('a', '.isDeleted', true)],
    ])
    const is = documentOf(erase(log, { from: 3, to: 6 }))
    expect(entry(is, 'a').has('xy')).toBe(false)
    // That it was deleted says nothing.
    expect(entry(is, 'a').get('.isDeleted')).toBe(true)
    is.clientID = ERASER_CLIENT
    fallBack(is, documentOf(log.slice(0, 2)), [{ element: 'a', key: 'xy' }], [])
    expect(entry(is, 'a').get('xy')).toEqual([10, 10])
    const later = documentOf(erase(log, { from: 3, to: 4 }))
    expect(entry(later, 'a').get('.link')).toBe('/now')
  })

  test('other roots lose what was written in it, and the version of the document stays', () => {
    const log = logOf([
      [3, (doc) => doc.getMap('meta').set('version', 1)],
      [3, (doc) => doc.getMap('notes').set('kept', 'kept')],
      [
        3,
        (doc) => {
          doc.getMap('notes').set('gone', SECRET)
          doc.getMap('meta').set('version', 1)
        },
      ],
    ])
    const is = documentOf(erase(log, { from: 3, to: 3 }))
    expect([is.getMap('meta').toJSON(), is.getMap('notes').toJSON()]).toEqual([
      { version: 1 },
      { kept: 'kept' },
    ])
  })
})
