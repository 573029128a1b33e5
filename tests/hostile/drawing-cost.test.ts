/**
 * Elements that would keep a page busy for minutes: by a file, by a program that writes them itself, and among what is
 * stored already. Whatever their seed, what a canvas is given of them is cheap. `COST_RUNS=20000` tries more seeds,
 * `COST_SEED=57` says where to begin; `pnpm bench drawing` shows them in a browser.
 */
import { BoardScene, DrawnScene, drawingCost, drawnElements, limits } from '@gamelan/board-model'
import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { change, docOf } from '../../apps/server/src/rooms/admission.fake.ts'
import { costlyElement } from '../bench/drawing/elements.ts'
import { rectangle } from '../contracts/http-app.ts'
import { roughOperations } from './rough-operations.ts'
import { bearer } from './scene.ts'
import { world } from './world.ts'

const FIRST = Number(process.env['COST_SEED'] ?? 1)
const RUNS = Number(process.env['COST_RUNS'] ?? 1_500)
/** Seeds that kept a page busy for longer than 200 ms once. */
const FOUND = [6, 7, 212]

const HUGE = { backgroundColor: '#ffc9c9', fillStyle: 'hachure' }
const COSTLY: readonly Record<string, unknown>[] = [
  rectangle('costly-wide', { ...HUGE, width: 1e7, height: 1e7, strokeWidth: 1 }),
  rectangle('costly-thin', { ...HUGE, width: 1e6, height: 1e6, strokeWidth: 0.001 }),
  rectangle('costly-dots', { ...HUGE, width: 1e5, height: 1e5, strokeWidth: 1, fillStyle: 'dots' }),
  rectangle('costly-dashes', { width: 1e7, height: 1e7, strokeWidth: 1, strokeStyle: 'dotted' }),
]

describe('a board that somebody fills with costly elements', () => {
  const scene = world()
  const editor = () => bearer(scene.board.keys.editor)
  const at = (path: string) => `/api/boards/${scene.board.id}${path}`

  async function shown(): Promise<{ id: string; fillStyle: string; strokeStyle: string }[]> {
    const { text } = await scene.call('GET', at('/scene'), editor())
    const { elements } = JSON.parse(text) as {
      elements: { id: string; fillStyle: string; strokeStyle: string }[]
    }
    return elements.filter(({ id }) => id.startsWith('costly-'))
  }

  test('[fault V4] a program writes them into the document itself: all clients read them as solid', async () => {
    const mallory = scene.attack()
    let client = 4_000
    for (const base of COSTLY) {
      const update = change(docOf(client++), (doc) => {
        doc.getMap('elements').set(String(base['id']), new Y.Map([['base', base]]))
      })
      await mallory.send(encodeUpdate(update))
    }
    await mallory.handled()
    await scene.noticedNothing()
    expect((await shown()).map(({ id }) => id).sort()).toEqual(COSTLY.map(({ id }) => String(id)).sort())
    for (const element of await shown())
      expect(element).toMatchObject({ fillStyle: 'solid', strokeStyle: 'solid' })
    const held = new BoardScene(scene.honest[0].doc)
    expect(Math.max(...held.all().map(drawingCost))).toBeLessThanOrEqual(limits.MAX_ELEMENT_COST)
    // The document itself keeps what was written.
    const entry = scene.honest[0].elements.get('costly-wide')
    expect(entry instanceof Y.Map && entry.get('base')).toMatchObject({ fillStyle: 'hachure' })
    mallory.leave()
  })

  test('[fault V4] the same by a file', async () => {
    const elements = COSTLY.map((element) => ({ ...element, id: `${String(element['id'])}-file` }))
    const body = JSON.stringify({ type: 'excalidraw', elements })
    const headers = { ...editor(), 'content-type': 'application/json' }
    expect((await scene.call('POST', at('/import'), headers, body)).status).toBe(201)
    const imported = (await shown()).filter(({ id }) => id.endsWith('-file'))
    expect(imported).toHaveLength(COSTLY.length)
    for (const element of imported)
      expect(element).toMatchObject({ fillStyle: 'solid', strokeStyle: 'solid' })
  })

  test('[fault V4] thousands of them come to a canvas within the bound of a scene', async () => {
    const base = { ...HUGE, width: 2000, height: 2000, strokeWidth: 1 }
    const update = change(docOf(4_900), (doc) => {
      for (let i = 0; i < 5_000; i++) {
        const id = `sum-${i}`
        doc.getMap('elements').set(id, new Y.Map([['base', rectangle(id, base)]]))
      }
    })
    const mallory = scene.attack()
    await mallory.send(encodeUpdate(update))
    await mallory.handled()
    await scene.honest[0].until(() => scene.honest[0].elements.has('sum-4999'))
    const drawn = new DrawnScene(new BoardScene(scene.honest[0].doc)).all()
    const sum = drawn.reduce((all, element) => all + drawingCost(element), 0)
    expect(drawn.length).toBeGreaterThanOrEqual(5_000)
    expect(sum).toBeLessThanOrEqual(limits.MAX_SCENE_COST)
    mallory.leave()
  })
})

describe('elements of every type, within M11', () => {
  test(`[fault V4] seeds from ${FIRST} on: what a canvas is given is cheap, by the estimate and by roughjs`, () => {
    const tooCostly = [...FOUND, ...Array.from({ length: RUNS }, (_, i) => FIRST + i)].flatMap((seed) => {
      const element = costlyElement(seed)
      const [form] = element ? drawnElements([element]) : []
      if (!form) return []
      const estimate = drawingCost(form)
      // None of roughjs' commands takes less than a microsecond.
      const operations = roughOperations(form)
      const isCheap = Math.max(estimate, operations) <= limits.MAX_ELEMENT_COST
      return isCheap
        ? []
        : [{ again: `COST_SEED=${seed} COST_RUNS=1`, type: form.type, estimate, operations }]
    })
    expect(tooCostly).toEqual([])
  })
})
