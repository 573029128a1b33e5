/** Which maps and keys of the document a client may write. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createDocument, resetVersion } from '@gamelan/board-model'
import { ELEMENT_KEYS } from '../limits.ts'
import { admit } from './admission.ts'
import { change, docOf, known } from './admission.fake.ts'

const SERVER = 1

function board(write: (doc: Y.Doc) => void = createDocument): Y.Doc {
  const doc = docOf(SERVER)
  write(doc)
  return doc
}

const everything = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc)
const poison = (doc: Y.Doc): void => void doc.getMap('meta').set('version', 2)

describe('[S5] [fault V19] the root meta', () => {
  test('is not a client’s to write, also where its change stands only by what it follows', () => {
    const live = board()
    const client = docOf(9, everything(live))
    for (const value of [2, 'x', null, 1.5, [1]]) {
      const update = change(docOf(9, everything(live)), (doc) => doc.getMap('meta').set('version', value))
      expect(admit(update, known(live))).toMatchObject({ verdict: 'refused', reason: 'a change of meta' })
    }
    const twice = change(client, (doc) => {
      doc.getMap('meta').set('version', 1)
      doc.getMap('meta').set('version', 2)
    })
    expect(admit(twice, known(live))).toMatchObject({ verdict: 'refused' })
  })

  test('loses nothing that says what was erased', () => {
    const live = board((doc) => {
      createDocument(doc)
      doc.getMap('meta').set('erased', 1)
    })
    const update = change(docOf(9, everything(live)), (doc) => doc.getMap('meta').delete('erased'))
    expect(admit(update, known(live))).toMatchObject({ verdict: 'refused', reason: 'a deletion in meta' })
  })

  test('[S3] may be told again what the server said before a crash lost it', () => {
    const saved = board((doc) => {
      createDocument(doc)
      poison(doc)
    })
    const live = docOf(2, everything(saved))
    resetVersion(live)
    const client = docOf(9, everything(live))
    const before = Y.encodeStateVector(saved)
    expect(admit(Y.encodeStateAsUpdate(client, before), known(saved))).toMatchObject({ verdict: 'apply' })
  })
})

describe('[A6] [fault V23] the keys of a map', () => {
  const fill = (from: number, to: number) => (doc: Y.Doc) => {
    const entry = doc.getMap('elements').get('e')
    doc.transact(() => {
      for (let i = from; i < to && entry instanceof Y.Map; i++) entry.set(`.k${i}`, i)
    })
  }
  const withElement = board((doc) => {
    createDocument(doc)
    doc.getMap('elements').set('e', new Y.Map([['base', {}]]))
  })

  test('are bounded, those counted that the element has', () => {
    const full = docOf(2, everything(withElement))
    const first = change(full, fill(0, ELEMENT_KEYS - 1))
    expect(admit(first, known(withElement))).toMatchObject({ verdict: 'apply' })
    const one = change(docOf(9, everything(full)), fill(ELEMENT_KEYS, ELEMENT_KEYS + 1))
    expect(admit(one, known(full))).toMatchObject({ verdict: 'refused', reason: 'a map with too many keys' })
    const again = change(docOf(9, everything(full)), fill(0, ELEMENT_KEYS - 1))
    expect(admit(again, known(full))).toMatchObject({ verdict: 'apply' })
  })

  test('are bounded in an element that comes with them, and not in the drawing', () => {
    const many = change(docOf(9), (doc) => {
      doc.getMap('elements').set('e', new Y.Map<unknown>())
      fill(0, ELEMENT_KEYS + 1)(doc)
    })
    expect(admit(many, known(board()))).toMatchObject({ verdict: 'refused' })
    const elements = change(docOf(9), (doc) => {
      for (let i = 0; i < 2 * ELEMENT_KEYS; i++) doc.getMap('elements').set(`e${i}`, new Y.Map())
    })
    expect(admit(elements, known(board()))).toMatchObject({ verdict: 'apply' })
  })
})
