/** Versions of the document (M14). */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createDocument, DOCUMENT_VERSION, documentVersion, isSupported, metaOf } from './document.ts'
import { parseDrawing } from './drawing.ts'
import { importDrawing } from './import.ts'
import { board, element, Person } from './testing.ts'

test('[M14] a document says its version; one that says none is of the first', () => {
  const doc = new Y.Doc()
  expect(documentVersion(doc)).toBe(1)
  createDocument(doc)
  expect(documentVersion(doc)).toBe(DOCUMENT_VERSION)
  expect(isSupported(doc)).toBe(true)
})

test.each([DOCUMENT_VERSION + 1, 1.5, 0, 'two', null])(
  '[M14] of version %j nothing is read or written',
  (version) => {
    const [a] = board(1, element('rectangle', { id: 'r' })) as [Person]
    metaOf(a.doc).set('version', version)
    expect(isSupported(a.doc)).toBe(false)
    expect(a.scene.all()).toEqual([])
    expect(new Person(a.doc).scene.get('r')).toBeUndefined()
    const count = a.updates.length
    a.draw(element('rectangle', { id: 'other' }))
    const parsed = parseDrawing({ type: 'excalidraw', elements: [element('rectangle', { id: 'q' })] })
    if (!parsed.ok) throw new Error(parsed.detail)
    const imported = importDrawing(a.doc, a.scene, parsed.drawing, { origin: null, newId: () => 'n' })
    expect(imported.added).toEqual([])
    expect(a.updates).toHaveLength(count)
  },
)

test('[M14] a document that turns out to be newer is hidden, and shown when it is not', () => {
  const [a] = board(1, element('rectangle', { id: 'r' })) as [Person]
  const heard: string[][] = []
  a.scene.observe((changed) => heard.push([...changed]))
  metaOf(a.doc).set('version', 2)
  metaOf(a.doc).set('version', 1)
  expect(heard).toEqual([['r'], ['r']])
  expect(a.scene.all()).toHaveLength(1)
})

test('[M14] roots and keys that this version does not know are left as they are', () => {
  const [a] = board(1, element('rectangle', { id: 'r' })) as [Person]
  a.doc.getMap('comments').set('c', 'kept')
  metaOf(a.doc).set('later', 'kept')
  a.change('r', { x: 1 })
  expect(a.doc.getMap('comments').toJSON()).toEqual({ c: 'kept' })
  expect(metaOf(a.doc).get('later')).toBe('kept')
})
