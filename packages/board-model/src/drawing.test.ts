/** Files in and out (M1, M12), and what a file may do to a board that is not empty. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { elementsOf } from './document.ts'
import type { Drawing } from './drawing.ts'
import { exportDrawing, parseDrawing } from './drawing.ts'
import type { BoardElement, BoardElementLike } from './element.ts'
import { ELEMENT_TYPES } from './element.ts'
import { importDrawing } from './import.ts'
import { MAX_DRAWING_ELEMENTS } from './limits.ts'
import { BoardScene } from './scene.ts'
import type { Person } from './testing.ts'
import { board, element } from './testing.ts'

function parsed(json: unknown): Drawing {
  const result = parseDrawing(json)
  if (!result.ok) throw new Error(result.detail)
  return result.drawing
}

const file = (elements: readonly unknown[], files = {}) => ({
  type: 'excalidraw',
  version: 2,
  elements,
  files,
})

function counter() {
  let n = 0
  return () => `new-${++n}`
}

function bringIn(person: Person, json: unknown, offset?: { x: number; y: number }) {
  return importDrawing(person.doc, person.scene, parsed(json), {
    origin: 'import',
    newId: counter(),
    ...(offset ? { offset } : {}),
  })
}

/** The file through an empty board, its stored bytes, another client, and out again as JSON. */
function throughABoard(json: unknown): BoardElementLike[] {
  const [a] = board(1) as [Person]
  bringIn(a, json)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(a.doc))
  const out = exportDrawing(new BoardScene(copy).all(), {}, 'https://example.com')
  return (JSON.parse(JSON.stringify(out)) as { elements: BoardElementLike[] }).elements
}

describe('[M1] a file that goes in and out again is the same drawing', () => {
  test.each(ELEMENT_TYPES)('[M1] %s: every property, to the last digit', (type) => {
    const original = element(type, { id: 'e' })
    expect(throughABoard(file([original]))).toEqual([original])
  })

  test('[M1] properties that nobody knows, and customData', () => {
    const odd = {
      customData: { a: [1, { b: null }], c: 'x' },
      futureThing: { q: [true] },
      strokeSharpness: 'sharp',
    }
    const original = element('rectangle', { id: 'e', ...odd })
    expect(throughABoard(file([original]))).toEqual([original])
  })

  test('[M1] bindings, labels, groups, frames, images, order', () => {
    const binding = (elementId: string) => ({ elementId, focus: 0.25, gap: 3.5, fixedPoint: [0.5001, 1.1] })
    const originals = [
      element('frame', { id: 'f', index: 'a0' }),
      element('rectangle', {
        id: 'r',
        index: 'a1',
        frameId: 'f',
        groupIds: ['inner', 'outer'],
        boundElements: [
          { id: 't', type: 'text' },
          { id: 'w', type: 'arrow' },
        ],
      }),
      element('text', {
        id: 't',
        index: 'a1V',
        containerId: 'r',
        frameId: 'f',
        groupIds: ['inner', 'outer'],
      }),
      element('arrow', {
        id: 'w',
        index: 'a2',
        elbowed: true,
        fixedSegments: [{ start: [0, 0], end: [40, 10.125], index: 1 }],
        startIsSpecial: false,
        endIsSpecial: null,
        startBinding: binding('r'),
        endBinding: binding('i'),
      }),
      element('image', {
        id: 'i',
        index: 'b01',
        crop: { x: 1, y: 2, width: 3, height: 4, naturalWidth: 50, naturalHeight: 60 },
        boundElements: [{ id: 'w', type: 'arrow' }],
      }),
    ]
    expect(throughABoard(file(originals))).toEqual(originals)
  })

  test('[M1] a deleted element is no part of a file', () => {
    const [a] = board(1, element('rectangle', { id: 'r', isDeleted: true })) as [Person]
    expect(exportDrawing(a.scene.all(), {}, '').elements).toEqual([])
    expect(throughABoard(file([element('rectangle', { id: 'r', isDeleted: true })]))).toEqual([])
  })

  test('[M1] what Excalidraw’s restore drops or repairs without a word', () => {
    const kept = throughABoard(
      file([
        element('selection' as 'rectangle', { id: 's' }),
        element('rectangle', { id: 'flat', width: 0, height: 0 }),
        element('line', { id: 'short', points: [[0, 0]] }),
        element('text', { id: 'silent', text: '' }),
        element('rectangle', { id: 'r', width: -10, x: 30, frameId: 'gone' }),
        element('arrow', { id: 'w', startBinding: { elementId: 'gone', focus: 0, gap: 1 } }),
        element('line', { id: 'l', startBinding: { elementId: 'r', focus: 0, gap: 1 } }),
      ]),
    )
    expect(kept.map(({ id }) => id)).toEqual(['r', 'w', 'l'])
    expect(kept[0]).toMatchObject({ x: 20, width: 10, frameId: null })
    expect(kept[1]).toMatchObject({ startBinding: null })
    expect(kept[2]).toMatchObject({ startBinding: null })
  })

  test('[fault P2] [M1] lines of negative width or height stay where their first point is', () => {
    const sized = { x: 400, y: 330, width: -180, height: -170 }
    const [arrow, line, old, stroke, text, image, frame] = throughABoard(
      file([
        { id: 'a', type: 'arrow', ...sized, points: [[0, 0], [-180, -170]] }, // prettier-ignore
        { id: 'l', type: 'line', x: 600, y: 400, width: 0, height: -200, points: [[0, 0], [0, -200]] }, // prettier-ignore
        { id: 'o', type: 'arrow', ...sized },
        { id: 's', type: 'freedraw', ...sized, points: [[0, 0], [-180, -170]] }, // prettier-ignore
        { id: 't', type: 'text', ...sized, text: 'x', fontSize: 20, lineHeight: 1.25 },
        { id: 'i', type: 'image', ...sized, fileId: 'f' },
        { id: 'f', type: 'frame', ...sized },
      ]),
    )
    expect(arrow).toMatchObject({ x: 400, y: 330, width: 180, height: 170 })
    expect(line).toMatchObject({ x: 600, y: 400, width: 0, height: 200 })
    expect(old).toMatchObject({ x: 400, y: 330, width: 180, height: 170, points: [[0, 0], [-180, -170]] }) // prettier-ignore
    // Restore turns the boxes of all other types around, those of strokes included.
    for (const boxed of [stroke, text, image, frame])
      expect(boxed).toMatchObject({ x: 220, y: 160, width: 180, height: 170 })
  })

  test('[fault P8] [M1] roundness without a type, and third values of points', () => {
    const points = [[0, 0, 0.5], [10, 5, 0.25], [20, 0]] // prettier-ignore
    const [box, line, stroke, moved] = throughABoard(
      file([
        element('rectangle', { id: 'r', roundness: { radius: 8 } }),
        element('line', { id: 'l', roundness: { radius: 8, type: 2 }, points }),
        element('freedraw', { id: 's', points, pressures: [] }),
        element('line', {
          id: 'm',
          x: 0,
          y: 0,
          points: points.map(([x = 0, y = 0, z]) => [x + 1, y + 1, z]),
        }),
      ]),
    )
    expect(box).toMatchObject({ roundness: { radius: 8 } })
    expect(line).toMatchObject({ roundness: { radius: 8, type: 2 }, points })
    expect(stroke).toMatchObject({ points })
    expect(moved).toMatchObject({ x: 1, y: 1, points: [[0, 0], [10, 5], [20, 0]] }) // prettier-ignore
  })

  test('[M1] bindings of elbow arrows', () => {
    const bound = (fixedPoint?: unknown) => ({
      elementId: 'r',
      focus: 0,
      gap: 1,
      ...(fixedPoint ? { fixedPoint } : {}),
    })
    const [, arrow] = throughABoard(
      file([
        element('rectangle', { id: 'r' }),
        element('arrow', { id: 'a', elbowed: true, startBinding: bound(), endBinding: bound([0.5, 1.1]) }),
      ]),
    )
    expect(arrow).toMatchObject({ startBinding: null, endBinding: { fixedPoint: [0.5001, 1.1] } })
  })

  test('[M1] a text that is shown otherwise than it says stays as it is shown', () => {
    const shown = { text: 'shown\nhere', originalText: 'said' }
    expect(throughABoard(file([element('text', { id: 't', ...shown })]))).toMatchObject([shown])
  })

  test('[M1] files of older versions become what restore makes of them', () => {
    const [drawn, sharp, words] = throughABoard(
      file([
        { id: 'd', type: 'draw', x: 10, y: 20, points: [[5, 5], [10, 20]], strokeSharpness: 'round' }, // prettier-ignore
        { id: 'r', type: 'rectangle', x: 0, y: 0, width: 5, height: 5, strokeSharpness: 'round', boundElementIds: ['x'], boundElements: [{ id: 't', type: 'text' }] }, // prettier-ignore
        { id: 't', type: 'text', x: 1, y: 2, width: 40, height: 48, font: '20px Cascadia', text: 'a\nb' },
      ]),
    )
    expect(drawn).toMatchObject({ type: 'line', x: 15, y: 25, width: 5, height: 15, roundness: { type: 2 } })
    expect(drawn?.['points']).toEqual([[0, 0], [5, 15]]) // prettier-ignore
    expect(sharp).toMatchObject({
      roundness: { type: 1 },
      boundElements: [{ id: 't', type: 'text' }],
      index: 'a1',
    })
    expect(sharp).not.toHaveProperty('boundElementIds')
    expect(words).toMatchObject({
      fontSize: 20,
      fontFamily: 3,
      lineHeight: 1.2,
      originalText: 'a\nb',
      containerId: 'r',
    })
  })
})

describe('[M11] what a file may not bring', () => {
  test('[M11] elements that are refused are counted, the others come in', () => {
    const drawing = parsed(
      file([
        element('rectangle', { id: 'ok' }),
        element('iframe' as 'rectangle', { id: 'frame' }),
        element('rectangle', { id: 'far', x: 1e12 }),
        element('line', { id: 'broken', points: [[0, 0], [1, 'x']] }), // prettier-ignore
        'junk',
        null,
      ]),
    )
    expect(drawing.elements.map(({ id }) => id)).toEqual(['ok'])
    expect(drawing.dropped).toBe(5)
  })

  test.each([
    null,
    5,
    'x',
    [],
    {},
    { type: 'other' },
    { type: 'excalidraw', elements: 5 },
    { type: 'excalidrawlib' },
  ])('[M11] %j is no drawing', (json) =>
    expect(parseDrawing(json)).toMatchObject({ ok: false, code: 'not-a-drawing' }),
  )

  test('[M11] too many elements are refused before one is looked at', () => {
    const json = file(Array(MAX_DRAWING_ELEMENTS + 1).fill(null))
    expect(parseDrawing(json)).toMatchObject({ ok: false, code: 'too-many-elements' })
  })

  test('[M11] equal and missing ids become different ones; the first keeps its id', () => {
    const same = Array.from({ length: 500 }, () => element('rectangle', { id: 'same' }))
    const { elements } = parsed(file([...same, { ...element('ellipse', { id: '' }) }]))
    expect(new Set(elements.map(({ id }) => id)).size).toBe(501)
    expect(elements[0]?.id).toBe('same')
  })
})

describe('[M12] the document holds no image bytes', () => {
  const dataURL = `data:image/png;base64,${'A'.repeat(5_000)}`
  const image = element('image', { id: 'i', fileId: 'f1' })
  const files = {
    f1: { id: 'f1', mimeType: 'image/png', dataURL, created: 1 },
    unused: { id: 'unused', mimeType: 'image/png', dataURL, created: 1 },
    bad: { id: 'bad', mimeType: 'image/png', dataURL: 'https://elsewhere/x.png', created: 1 },
  }

  test('[M12] files of a drawing are handed to the caller, those that are shown alone', () => {
    const [a] = board(1) as [Person]
    const imported = bringIn(a, file([image, element('image', { id: 'j', fileId: 'bad' })], files))
    expect(imported.files).toEqual([{ id: 'f1', mimeType: 'image/png', dataURL }])
    const bytes = Y.encodeStateAsUpdate(a.doc)
    expect(bytes.length).toBeLessThan(1_000)
    expect(new TextDecoder().decode(bytes)).not.toContain('base64')
    expect(a.shown('i').fileId).toBe('f1')
  })

  test('[M12] a fileId that names what every object has finds no file', () => {
    expect(parsed(file([element('image', { id: 'i', fileId: 'toString' })], {})).files).toEqual([])
  })

  test('[M12] a fileId that is a whole image is none', () => {
    const [a] = board(1, element('image', { id: 'i', fileId: dataURL })) as [Person]
    expect(a.shown('i').fileId).toBeNull()
    expect(Y.encodeStateAsUpdate(a.doc).length).toBeLessThan(1_000)
  })

  test('[M1] files that are shown go out with the drawing', () => {
    const out = exportDrawing([image as BoardElement], files, 'here')
    expect(Object.keys(out.files)).toEqual(['f1'])
    expect(out).toMatchObject({ type: 'excalidraw', version: 2, source: 'here' })
  })
})

describe('a drawing on top of another', () => {
  const group = { groupIds: ['g'] }
  const drawn = [
    element('frame', { id: 'f', index: 'a0' }),
    element('rectangle', { id: 'r', index: 'a1', frameId: 'f', ...group }),
    element('text', { id: 't', index: 'a2', containerId: 'r', ...group }),
    element('arrow', { id: 'w', index: 'a3', endBinding: { elementId: 'r', focus: 0, gap: 1 } }),
  ]

  test('gives way with its ids and all that refers to them, and lies on top', () => {
    const [a] = board(1) as [Person]
    bringIn(a, file(drawn))
    a.change('r', { isDeleted: true })
    const before = a.scene.all().map(({ id }) => id)
    const { added } = bringIn(a, file(drawn), { x: 1_000, y: 10 })
    const [frame, rectangle, label, arrow] = added.map((id) => a.shown(id))
    expect(a.scene.all().map(({ id }) => id)).toEqual([...before, ...added])
    expect(new Set([...before, ...added]).size).toBe(8)
    expect(rectangle).toMatchObject({ frameId: frame?.id, isDeleted: false, x: 1_010.5, y: -10.25 })
    expect(label).toMatchObject({ containerId: rectangle?.id, groupIds: rectangle?.groupIds })
    expect(arrow?.endBinding).toMatchObject({ elementId: rectangle?.id })
    expect(rectangle?.groupIds).not.toEqual(['g'])
    expect(rectangle?.boundElements.map(({ id }) => id)).toEqual([label?.id, arrow?.id])
    expect(a.shown('r')).toMatchObject({ isDeleted: true, groupIds: ['g'] })
  })

  test('keeps ids that are free, but joins no group of the board', () => {
    const [a] = board(1, element('ellipse', { id: 'other', index: 'a5', ...group })) as [Person]
    const { added } = bringIn(a, file(drawn))
    expect(added).toEqual(['f', 'r', 't', 'w'])
    expect(a.shown('r').groupIds).toEqual(a.shown('t').groupIds)
    expect(a.shown('r').groupIds).not.toEqual(['g'])
    expect(a.shown('f').index).toBe('a6')
  })

  test('is one transaction, of the given origin', () => {
    const [a] = board(1) as [Person]
    const origins: unknown[] = []
    a.doc.on('update', (_update: Uint8Array, origin: unknown) => origins.push(origin))
    bringIn(a, file(drawn))
    expect(origins).toEqual(['import'])
    expect(elementsOf(a.doc).size).toBe(4)
  })
})

describe('libraries and the clipboard', () => {
  const item = [
    element('rectangle', { id: 'r', x: 700, y: 9, groupIds: ['g'] }),
    element('line', { id: 'l', x: 720, groupIds: ['g'] }),
  ]

  test.each([
    ['version 1', { type: 'excalidrawlib', version: 1, library: [item, item, item] }],
    [
      'version 2',
      {
        type: 'excalidrawlib',
        version: 2,
        libraryItems: [{ elements: item }, { elements: item }, { elements: item }],
      },
    ],
  ])('the items of a library of %s lie side by side, each with names of its own', (_name, json) => {
    const { elements, dropped } = parsed(json)
    expect(dropped).toBe(0)
    expect(new Set(elements.map(({ id }) => id)).size).toBe(6)
    expect(new Set(elements.flatMap(({ groupIds }) => groupIds)).size).toBe(3)
    const rectangles = elements.filter(({ type }) => type === 'rectangle')
    for (const one of rectangles) {
      for (const other of rectangles) {
        if (one === other) continue
        const apart = Math.abs(one.x - other.x) >= one.width || Math.abs(one.y - other.y) >= one.height
        expect(apart).toBe(true)
      }
    }
  })

  test('what Excalidraw puts on the clipboard is a drawing', () => {
    expect(parsed({ type: 'excalidraw/clipboard', elements: item }).elements).toHaveLength(2)
  })
})
