import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { besideAll, boxOf } from './boxes.ts'
import { createDocument } from './document.ts'
import { parseDrawing } from './drawing.ts'
import { importBeside } from './import.ts'
import { MAX_COORDINATE } from './limits.ts'
import { BoardScene } from './scene.ts'
import { writeChanges } from './write.ts'

const box = (id: string, x: number, y: number, more: object = {}) => ({
  id,
  type: 'rectangle',
  x,
  y,
  width: 100,
  height: 50,
  ...more,
})

function board() {
  const doc = new Y.Doc()
  createDocument(doc)
  const scene = new BoardScene(doc)
  let made = 0
  const add = (...elements: object[]) => {
    const parsed = parseDrawing({ type: 'excalidraw', elements })
    if (!parsed.ok) throw new Error(parsed.detail)
    const { added, ...rest } = importBeside(doc, scene, parsed.drawing, {
      origin: 'test',
      newId: () => `new${made++}`,
    })
    return { ...rest, elements: added.flatMap((id) => scene.get(id) ?? []) }
  }
  return { doc, scene, add }
}

describe('[UX UM4] a drawing that comes in', () => {
  test('[M1] is the file’s drawing on an empty board, also where everything was deleted', () => {
    const { doc, scene, add } = board()
    const first = add(box('a', 5, 7), box('b', 300, 7))
    expect(first).toMatchObject({ group: null, at: [5, 7, 400, 57] })
    expect(first.elements).toMatchObject([box('a', 5, 7), box('b', 300, 7)])
    writeChanges(
      doc,
      scene.all().map((before) => ({ before, after: { ...before, isDeleted: true } })),
      { origin: 'test' },
    )
    expect(add(box('c', 5, 7), box('d', 300, 7))).toMatchObject({ group: null, at: [5, 7, 400, 57] })
  })

  test('lies beside what is there, and keeps all distances, groups, labels and bindings', () => {
    const { add } = board()
    add(box('a', 0, 0), box('turned', 0, 200, { angle: Math.PI / 2 }))
    const label = {
      id: 'label',
      type: 'text',
      x: 10,
      y: 1010,
      width: 50,
      height: 25,
      text: 'Hi',
      containerId: 'a',
    }
    const arrow = {
      id: 'arrow',
      type: 'arrow',
      x: 100,
      y: 1025,
      width: 100,
      height: 0,
      points: [
        [0, 0],
        [100, 0],
      ],
      startBinding: { elementId: 'a', focus: 0, gap: 1 },
      endBinding: { elementId: 'b', focus: 0, gap: 1 },
    }
    const { elements, group, at } = add(
      box('a', 0, 1000, { groupIds: ['in', 'out'] }),
      label,
      arrow,
      box('b', 200, 1000, { groupIds: ['in', 'out'] }),
    )
    const [a, text, line, b] = elements
    expect(at?.[0]).toBe(180)
    expect([a?.x, text?.x, line?.x, b?.x].map((x) => (x ?? 0) - 180)).toEqual([0, 10, 100, 200])
    expect(text?.containerId).toBe(a?.id)
    expect([line?.startBinding?.elementId, line?.endBinding?.elementId]).toEqual([a?.id, b?.id])
    expect(a?.groupIds).toEqual(b?.groupIds)
    expect([a?.groupIds.length, text?.groupIds, line?.groupIds]).toEqual([3, [group], [group]])
    expect(a?.groupIds.at(-1)).toBe(group)
  })

  test('needs no group where it is one element or one group, and leaves frames out of it', () => {
    const { add } = board()
    add(box('first', 0, 0))
    expect(add(box('alone', 0, 0)).group).toBeNull()
    expect(add(box('a', 0, 0, { groupIds: ['g'] }), box('b', 200, 0, { groupIds: ['g'] })).group).toBeNull()
    const frame = { ...box('frame', 0, 0, { width: 400, height: 400 }), type: 'frame', name: null }
    const { group, elements } = add(
      box('in', 10, 10, { frameId: 'frame' }),
      frame,
      box('x', 600, 0),
      box('y', 800, 0),
    )
    expect(elements.map(({ groupIds }) => groupIds)).toEqual([[], [], [group], [group]])
    expect(elements[0]?.frameId).toBe(elements[1]?.id)
  })
})

describe('the place beside all', () => {
  const drawing = [0, 0, 100, 50] as const

  test('is to the right, and below, to the left or above where the board ends', () => {
    const end = MAX_COORDINATE
    const at = (taken: readonly [number, number, number, number]) => {
      const { x, y } = besideAll(taken, drawing)
      return [x, y]
    }
    expect(at([10, 20, 300, 400])).toEqual([380, 20])
    expect(at([10, 20, end, 400])).toEqual([10, 480])
    expect(at([10, 20, end, end])).toEqual([-170, 20])
    expect(at([-end, 20, end, end])).toEqual([-end, -110])
    expect(at([-end, -end, end, end])).toEqual([0, 0])
  })

  test('counts an element as it is turned, and a line on both sides of its start', () => {
    const turned = boxOf({ x: 0, y: 0, width: 100, height: 50, angle: Math.PI / 2 })
    expect(turned.map(Math.round)).toEqual([25, -25, 75, 75])
    const line = {
      x: 10,
      y: 10,
      width: 30,
      height: 5,
      points: [
        [0, 0],
        [-30, 5],
      ] as const,
    }
    expect(boxOf(line)).toEqual([-20, 10, 10, 15])
  })
})
