import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CLOCK_STEP, VALUE_DEPTH } from '../limits.ts'
import { change, docOf, forged, known } from './admission.fake.ts'
import { admit } from './admission.ts'

describe('[S5] what is let in', () => {
  test('a change that follows what is known, and the ids that it moves', () => {
    const author = docOf(7)
    const first = change(author, (doc) => doc.getMap('elements').set('a', 1))
    const second = change(author, (doc) => doc.getMap('elements').set('b', 2))
    const board = docOf(1, first)
    expect(admit(second, known(board))).toMatchObject({
      verdict: 'apply',
      update: second,
      moves: new Map([[7, 2]]),
    })
  })

  test('a whole document into an empty one, whatever the order of its client ids', () => {
    const a = docOf(900)
    change(a, (doc) => doc.getText('t').insert(0, 'from 900'))
    const b = docOf(5, Y.encodeStateAsUpdate(a))
    change(b, (doc) => doc.getText('t').insert(4, ' from 5 '))
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b))
    change(a, (doc) => doc.getText('t').insert(8, '!'))
    const all = Y.encodeStateAsUpdate(docOf(3, Y.encodeStateAsUpdate(a)))
    expect(admit(all, known(docOf(1)))).toMatchObject({ verdict: 'apply' })
  })

  test('structs that are known bring nothing', () => {
    const author = docOf(7)
    const update = change(author, (doc) => doc.getMap('elements').set('a', 1))
    const nothing = { verdict: 'known', parts: { structs: [], deletions: new Map() } }
    expect(admit(update, known(docOf(1, update)))).toMatchObject(nothing)
    expect(admit(Uint8Array.of(0, 0), known(docOf(1)))).toMatchObject(nothing)
  })

  test('deletions of known structs, which Yjs settles', () => {
    const author = docOf(7)
    const update = change(author, (doc) => doc.getMap('elements').set('a', 1))
    const board = docOf(1, update)
    const deletion = change(author, (doc) => doc.getMap('elements').delete('a'))
    const parts = { structs: [], deletions: new Map([[7, [{ clock: 0, len: 1 }]]]) }
    expect(admit(deletion, known(board))).toMatchObject({ verdict: 'known', parts })
  })

  test('10,000 offline drag steps in few bytes', () => {
    const author = docOf(7)
    const element = author.getMap('elements')
    const update = change(author, () => {
      for (let i = 0; i < 10_000; i++) element.set('xy', i)
    })
    expect(update.byteLength).toBeLessThan(200)
    expect(admit(update, known(docOf(1)))).toMatchObject({ verdict: 'apply', moves: new Map([[7, 10_000]]) })
  })
})

describe('[S5] what rests on something missing is a gap', () => {
  test('a clock past the known state', () => {
    const author = docOf(7)
    change(author, (doc) => doc.getMap('elements').set('a', 1))
    const second = change(author, (doc) => doc.getMap('elements').set('b', 2))
    expect(admit(second, known(docOf(1)))).toEqual({ verdict: 'gap' })
  })

  test("another's struct as neighbour or parent that is not there", () => {
    const a = docOf(7)
    change(a, (doc) => doc.getMap('elements').set('a', new Y.Map()))
    change(a, (doc) => doc.getText('t').insert(0, 'text'))
    const b = docOf(8, Y.encodeStateAsUpdate(a))
    const child = change(b, (doc) => (doc.getMap('elements').get('a') as Y.Map<number>).set('x', 1))
    const neighbour = change(b, (doc) => doc.getText('t').insert(2, '!'))
    expect(admit(child, known(docOf(1)))).toEqual({ verdict: 'gap' })
    const board = docOf(1, Y.encodeStateAsUpdate(docOf(2, child)))
    expect(admit(neighbour, known(board))).toEqual({ verdict: 'gap' })
  })

  test('an update with a hole in it, as a client has it that lacks something itself', () => {
    const author = docOf(7)
    const first = change(author, (doc) => doc.getMap('elements').set('a', 1))
    change(author, (doc) => doc.getMap('elements').set('b', 1))
    const third = change(author, (doc) => doc.getMap('elements').set('c', 1))
    const holed = docOf(8, first, third)
    expect(admit(Y.encodeStateAsUpdate(holed), known(docOf(1)))).toEqual({ verdict: 'gap' })
  })

  test('two structs that wait for each other', () => {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 2)
    for (const [client, other] of [
      [9, 8],
      [8, 9],
    ] as const) {
      for (const value of [1, client, 0]) encoding.writeVarUint(encoder, value)
      // ContentAny with an origin: the other's first struct.
      encoding.writeUint8(encoder, 0b1000_1000)
      for (const value of [other, 0, 1]) encoding.writeVarUint(encoder, value)
      encoding.writeAny(encoder, true)
    }
    encoding.writeVarUint(encoder, 0)
    expect(admit(encoding.toUint8Array(encoder), known(docOf(1)))).toEqual({ verdict: 'gap' })
  })
})

describe('[S5] what is refused', () => {
  test("a deletion of another's future, in nine bytes", () => {
    const bytes = forged([], [{ client: 7, clock: 100, length: 1_000_000 }])
    expect(bytes.byteLength).toBeLessThanOrEqual(9)
    expect(admit(bytes, known(docOf(1)))).toMatchObject({ verdict: 'refused' })
  })

  test("a deletion that begins in the known state and reaches into another's future", () => {
    const author = docOf(7)
    const update = change(author, (doc) => doc.getMap('elements').set('a', 1))
    const bytes = forged([], [{ client: 7, clock: 0, length: 2 }])
    expect(admit(bytes, known(docOf(1, update)))).toMatchObject({ verdict: 'refused' })
  })

  test("a GC struct under another's id, where its owner may be asked for", () => {
    const bytes = forged([{ client: 7, clock: 0, length: 1000 }])
    expect(bytes.byteLength).toBeLessThanOrEqual(16)
    expect(
      admit(
        bytes,
        known(docOf(1), (client) => (client === 7 ? 'no' : 'yes')),
      ),
    ).toMatchObject({ verdict: 'refused' })
  })

  test('a client id that is moved on by more than anybody draws', () => {
    const bytes = forged([{ client: 7, clock: 0, length: CLOCK_STEP + 1 }])
    expect(admit(bytes, known(docOf(1)))).toMatchObject({ verdict: 'refused' })
  })

  test('one client id in two places, of which Yjs would read one', () => {
    const bytes = forged([
      { client: 7, clock: 0, length: 1 },
      { client: 8, clock: 0, length: 1 },
      { client: 7, clock: 1, length: 1 },
    ])
    expect(admit(bytes, known(docOf(1)))).toMatchObject({ verdict: 'malformed' })
  })

  test('[S5] a struct or a deletion of no length, in ten bytes, on which Yjs goes round for ever', () => {
    for (const clock of [0, 1]) {
      const board = docOf(1, forged([{ client: 7, clock: 0, length: 1 }]))
      const bytes = forged([{ client: 7, clock, length: 0 }])
      expect(admit(bytes, known(board))).toMatchObject({ verdict: 'malformed' })
    }
    const nothing = forged([], [{ client: 7, clock: 0, length: 0 }])
    expect(admit(nothing, known(docOf(1)))).toMatchObject({ verdict: 'malformed' })
  })

  test('[S5] a value nested deeper than anybody draws, wherever it is', () => {
    const nested = (depth: number) => {
      let value: unknown = 1
      for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { value }
      return value as object
    }
    const writes: readonly ((doc: Y.Doc, value: object) => void)[] = [
      (doc, value) => doc.getMap('elements').set('a', value),
      (doc, value) => doc.getText('t').insertEmbed(0, value),
      (doc, value) => doc.getText('t').insert(0, 'text', { bold: value }),
    ]
    for (const write of writes) {
      const verdict = (depth: number) =>
        admit(
          change(docOf(7), (doc) => {
            write(doc, nested(depth))
          }),
          known(docOf(1)),
        ).verdict
      expect(verdict(VALUE_DEPTH - 1)).toBe('apply')
      expect(verdict(VALUE_DEPTH + 1)).toBe('refused')
    }
  })

  test('bytes that are no update', () => {
    expect(admit(Uint8Array.of(1, 2, 3), known(docOf(1)))).toMatchObject({ verdict: 'malformed' })
    expect(admit(new Uint8Array(0), known(docOf(1)))).toMatchObject({ verdict: 'malformed' })
  })
})
