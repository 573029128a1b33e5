import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { sameContent } from './same-content.ts'

/** A document with something in it, and a copy that came over the wire. */
function twice(write: (into: Y.Map<unknown>) => void): [Y.Map<unknown>, Y.Map<unknown>] {
  const [one, other] = [new Y.Doc(), new Y.Doc()]
  const map = one.getMap<unknown>('elements')
  one.transact(() => write(map))
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
  return [map, other.getMap<unknown>('elements')]
}

const nested = (levels: number) => (into: Y.Map<unknown>) => {
  let inner = into
  for (let i = 0; i < levels; i++) {
    const next = new Y.Map<unknown>()
    inner.set('n', next)
    inner = next
  }
  inner.set('last', 1)
}

const written: readonly [string, (into: Y.Map<unknown>) => void][] = [
  ['plain values', (into) => into.set('a', { b: [1, 'two', null, true, undefined, NaN, -0, 10n] })],
  ['binary values', (into) => into.set('a', new Uint8Array([1, 2, 3]))],
  ['binary values in a list', (into) => into.set('a', [new Uint8Array([1])])],
  ['a subdocument', (into) => into.set('a', new Y.Doc())],
  ['a text with marks and embeds', (into) => {
      const text = new Y.Text('abc')
      into.set('a', text)
      text.format(0, 2, { bold: true })
      text.insertEmbed(1, { i: 2 })
      text.insertEmbed(2, new Y.Map([['x', 1]]))
    }], // prettier-ignore
  ['a list', (into) => into.set('a', Y.Array.from([1, new Uint8Array([3])]))],
  ['XML', (into) => {
      const fragment = new Y.XmlFragment()
      into.set('a', fragment)
      const element = new Y.XmlElement('p')
      fragment.insert(0, [element, new Y.XmlText('t')])
      element.setAttribute('class', 'x')
    }], // prettier-ignore
  ['5,000 levels of types', nested(5_000)],
]

test.each(written)('[H8] a copy holds the same: %s', (_, write) => {
  expect(sameContent(...twice(write))).toBe(true)
})

const changes: readonly [string, unknown, unknown][] = [
  ['another byte', new Uint8Array([1, 2]), new Uint8Array([1, 3])],
  ['bytes and a list', new Uint8Array([1]), [1]],
  ['a list and an object', [1], { 0: 1 }],
  ['nothing and null', undefined, null],
  ['one key more', { a: 1 }, { a: 1, b: undefined }],
  ['another order', [1, 2], [2, 1]],
  ['a number and its text', 1, '1'],
  ['a map and an object', new Y.Doc().getMap(), {}],
  ['two subdocuments', new Y.Doc(), new Y.Doc()],
]

test.each(changes)('[H8] not the same: %s', (_, one, other) => {
  expect(sameContent(one, other)).toBe(false)
  expect(sameContent(other, one)).toBe(false)
})

test('[H8] a difference is found however deep it is', () => {
  const [one, other] = twice(nested(5_000))
  let inner = other
  for (let next = inner.get('n'); next instanceof Y.Map; next = inner.get('n')) inner = next
  inner.set('last', 2)
  expect(sameContent(one, other)).toBe(false)
})
