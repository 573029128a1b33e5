/** What an element costs to draw, and the cheaper forms that canvases show past a bound. */
import { describe, expect, test } from 'vitest'
import { drawingCost } from './drawing-cost.ts'
import { drawnForm, meantBy } from './drawn-form.ts'
import { DrawnScene, drawnElements } from './drawn-scene.ts'
import type { BoardElement, Point } from './element.ts'
import { MAX_ELEMENT_COST, MAX_SCENE_COST } from './limits.ts'
import { readElement } from './read.ts'
import { BoardScene } from './scene.ts'
import type { Person } from './testing.ts'
import { board, element, meet } from './testing.ts'
import { elementsOf } from './document.ts'
import { parseDrawing } from './drawing.ts'

const PATTERNS = ['hachure', 'cross-hatch', 'zigzag', 'dots', 'dashed', 'zigzag-line', 'something else']

/** An element as the document gives it out. */
function read(type: Parameters<typeof element>[0], properties: Record<string, unknown>): BoardElement {
  const [a] = board(1, element(type, { ...properties, id: 'one' })) as [Person]
  return a.shown('one')
}

const spiral = (count: number, radius: number): Point[] =>
  Array.from({ length: count }, (_, i) => [
    (radius * i * Math.cos(i / 20)) / count,
    (radius * i * Math.sin(i / 20)) / count,
  ])

const sum = (elements: readonly BoardElement[]) => elements.reduce((all, each) => all + drawingCost(each), 0)

describe('[fault V4] a fill or a dash pattern past the bound is read as solid', () => {
  test.each([
    ['1e7 x 1e7 with stroke width 1', { width: 1e7, height: 1e7, strokeWidth: 1 }],
    ['1e6 x 1e6 with stroke width 0.001', { width: 1e6, height: 1e6, strokeWidth: 0.001 }],
    ['1e7 x 10 with stroke width 0.001', { width: 1e7, height: 10, strokeWidth: 0.001 }],
    ['1e7 x 0', { width: 1e7, height: 0, strokeWidth: 1 }],
  ])('[fault V4] a rectangle of %s', (_name, size) => {
    for (const fillStyle of PATTERNS) {
      for (const type of ['rectangle', 'diamond', 'ellipse', 'embeddable'] as const) {
        const shown = read(type, { ...size, fillStyle, strokeStyle: 'solid' })
        expect([type, fillStyle, shown.fillStyle]).toEqual([type, fillStyle, 'solid'])
        expect(drawingCost(shown)).toBeLessThan(MAX_ELEMENT_COST)
      }
    }
  })

  test('[fault V4] dashes of a long outline', () => {
    for (const strokeStyle of ['dashed', 'dotted']) {
      const shown = read('rectangle', { width: 1e7, height: 1e7, fillStyle: 'solid', strokeStyle })
      expect(shown.strokeStyle).toBe('solid')
    }
  })

  test('[fault V4] an imported drawing comes in the same way', () => {
    const file = {
      type: 'excalidraw',
      elements: [element('rectangle', { id: 'huge', width: 1e7, height: 1e7, strokeWidth: 1 })],
    }
    const parsed = parseDrawing(file)
    expect(parsed.ok && parsed.drawing.elements.map(({ fillStyle }) => fillStyle)).toEqual(['solid'])
  })

  test('[fault V4] [M1] within the bound every style stays', () => {
    for (const fillStyle of ['hachure', 'cross-hatch', 'zigzag']) {
      for (const strokeStyle of ['dashed', 'dotted']) {
        const size = { width: 1200, height: 900, strokeWidth: 1 }
        const shown = read('rectangle', { ...size, fillStyle, strokeStyle })
        expect(shown).toMatchObject({ fillStyle, strokeStyle })
        expect(drawnElements([shown])).toEqual([shown])
      }
    }
  })

  test('[fault V4] the document keeps the style, and it is back when the shape is small again', () => {
    const [a] = board(1, element('rectangle', { id: 'one', strokeWidth: 1, fillStyle: 'hachure' })) as [
      Person,
    ]
    a.change('one', { width: 1e7, height: 1e7 })
    expect(a.shown('one').fillStyle).toBe('solid')
    a.change('one', { width: 100, height: 100 })
    expect(a.shown('one').fillStyle).toBe('hachure')
    expect(readElement('one', elementsOf(a.doc).get('one') as never)?.fillStyle).toBe('hachure')
  })
})

describe('[fault V4] a canvas draws a cheaper form of the same element', () => {
  const scribble = Array.from({ length: 20_000 }, (_, i): Point => [(i * 7919) % 5000, (i * 104_729) % 5000])
  test.each([
    ['a freehand stroke', 'freedraw', { points: scribble, pressures: [], simulatePressure: true }],
    ['a closed freehand stroke', 'freedraw', { points: [...spiral(50_000, 100), [0, 0]], pressures: [] }],
    ['a stroke with pressures', 'freedraw', { points: scribble, pressures: scribble.map(() => 0.5) }],
    ['a line', 'line', { points: scribble, fillStyle: 'solid', strokeStyle: 'solid' }],
    ['a line that is very rough', 'line', { points: scribble.slice(0, 200), roughness: 100 }],
    ['an elbow arrow', 'arrow', { points: spiral(5_000, 1000), elbowed: true, strokeStyle: 'solid' }],
    [
      'an arrow with a label',
      'arrow',
      {
        points: [
          [0, 0],
          [14_000, 0],
        ],
        strokeStyle: 'solid',
      },
    ],
    ['a text', 'text', { text: 'Many letters. '.repeat(5_000), originalText: 'Many' }],
    ['a text of many lines', 'text', { text: 'a\n'.repeat(40_000), originalText: 'a' }],
  ] as const)('[fault V4] %s', (_name, type, properties) => {
    const boundElements = [{ id: 'label', type: 'text' as const }]
    const costly = { ...read(type, {}), ...properties, boundElements } as unknown as BoardElement
    expect(drawingCost(costly)).toBeGreaterThan(MAX_ELEMENT_COST)
    const [form] = drawnElements([costly])
    expect(form).toMatchObject({ id: costly.id, type, x: costly.x, y: costly.y })
    expect(drawingCost(form as BoardElement)).toBeLessThanOrEqual(MAX_ELEMENT_COST)
    expect(form?.points?.[0]).toEqual(costly.points?.[0])
    expect(form?.points?.at(-1)).toEqual(costly.points?.at(-1))
  })

  test('[fault V4] the cost grows with everything that makes an element costlier', () => {
    const small = read('rectangle', { width: 100, height: 100, fillStyle: 'hachure', strokeStyle: 'dashed' })
    const costlier: Partial<BoardElement>[] = [
      { width: 200 },
      { height: 200 },
      { strokeWidth: 0.01 },
      { fillStyle: 'cross-hatch' },
      { fillStyle: 'dots' },
    ]
    for (const change of costlier) {
      expect(drawingCost({ ...small, ...change })).toBeGreaterThan(drawingCost(small))
    }
  })

  test('[fault V4] the label of an arrow that leaves no gap for it is still drawn', () => {
    const arrow = {
      ...read('arrow', {
        points: [
          [0, 0],
          [14_000, 0],
        ],
      }),
      boundElements: [{ id: 'label', type: 'text' }],
    } as unknown as BoardElement
    const label = { ...read('text', {}), id: 'label', containerId: arrow.id } as BoardElement
    const [drawnArrow, drawnLabel] = drawnElements([arrow, label])
    expect(drawnArrow?.boundElements).toEqual([])
    expect(drawnLabel?.containerId).toBeNull()
  })
})

describe('[fault V4] the sum of a scene is bounded', () => {
  const many = (count: number): BoardElement[] => {
    const one = read('rectangle', {
      width: 2000,
      height: 2000,
      strokeWidth: 1,
      fillStyle: 'hachure',
      strokeStyle: 'solid',
    })
    expect(drawingCost(one)).toBeGreaterThan(MAX_ELEMENT_COST / 2)
    return Array.from({ length: count }, (_, i) => ({ ...one, id: `r${i}` }))
  }
  const small = read('rectangle', {
    id: 'small',
    width: 50,
    height: 50,
    strokeWidth: 1,
    fillStyle: 'hachure',
  })

  test('[fault V4] five thousand elements just under the bound of one', () => {
    const drawn = drawnElements([...many(5_000), small])
    expect(sum(drawn)).toBeLessThanOrEqual(MAX_SCENE_COST)
    // The costliest give way first.
    expect(drawn.at(-1)).toBe(small)
  })

  test('[fault V4] [M2] incremental or at once, in any order, the form is the same', () => {
    const [a, b] = board(2) as [Person, Person]
    const drawn = [new DrawnScene(a.scene), new DrawnScene(b.scene)] as const
    const change = { width: 2000, height: 2000, strokeWidth: 1, fillStyle: 'hachure', strokeStyle: 'solid' }
    for (let i = 0; i < 120; i++)
      (i % 2 ? a : b).draw(element('rectangle', { id: `r${i}`, index: `a${i}`, ...change }))
    meet(a, b)
    a.change('r7', { isDeleted: true })
    b.change('r8', { width: 10 })
    meet(a, b)
    const late = new BoardScene(a.doc)
    const expected = drawnElements(late.all())
    expect(expected).not.toEqual(late.all())
    for (const scene of drawn) expect(scene.all()).toEqual(expected)
    for (const { id } of expected) expect(drawn[0].get(id)).toEqual(drawn[1].get(id))
  })

  test('[fault V4] whoever watches is told of every element whose form changes', () => {
    const [a] = board(1) as [Person]
    const scene = new DrawnScene(a.scene)
    const shown = new Map<string, BoardElement | undefined>()
    scene.observe((changed) => {
      for (const id of changed) shown.set(id, scene.get(id))
    })
    const change = { width: 2000, height: 2000, strokeWidth: 1, fillStyle: 'hachure', strokeStyle: 'solid' }
    for (let i = 0; i < 100; i++) a.draw(element('rectangle', { id: `r${i}`, index: `a${i}`, ...change }))
    for (let i = 0; i < 60; i++) a.change(`r${i}`, { isDeleted: true })
    for (const each of scene.all()) expect(shown.get(each.id)).toEqual(each)
  })
})

describe('[fault V4] nothing of a cheaper form is written', () => {
  const points = Array.from({ length: 60_000 }, (_, i): Point => [
    (i * 7919) % 5000,
    (i * 104_729) % 5000,
  ]).slice(0, 20_000)
  const held = { ...read('line', { points }), points, width: 5000, height: 5000 } as BoardElement
  const drawn = drawnForm(held, MAX_ELEMENT_COST)

  test('[fault V4] a line that is moved keeps its points', () => {
    expect(drawn.points?.length).toBeLessThan(points.length)
    const { before, after } = meantBy({ before: drawn, after: { ...drawn, x: 77 } }, held, drawn)
    expect(after).toEqual({ ...held, x: 77 })
    expect(before).toEqual(held)
  })

  test('[fault V4] a line that is scaled has all its points scaled', () => {
    const halved = { ...drawn, width: 2500, points: drawn.points?.map(([x, y]) => [x / 2, y] as Point) ?? [] }
    const { after } = meantBy({ before: drawn, after: halved }, held, drawn)
    expect(after.points).toEqual(points.map(([x, y]) => [x / 2, y]))
  })

  test('[fault V4] a style that the person chose is written', () => {
    const { after } = meantBy({ before: drawn, after: { ...drawn, strokeStyle: 'dotted' } }, held, drawn)
    expect(after.strokeStyle).toBe('dotted')
  })
})
