import type { BoardElement } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import { filmOf } from './film.ts'
import type { Frame } from './projector.ts'
import { FRAME_RATE, lengthAt, record } from './recording.ts'

/** Ten changes, one a second. */
const film = filmOf(
  { every: 1000, cells: Array.from({ length: 10 }, (_, i) => [i, 0, 1, i + 1] as const) },
  0,
)

function setUp(signal = new AbortController().signal) {
  const kept: { ids: string[]; start: number; end: number }[] = []
  const progress: number[] = []
  let shown = 0
  const run = () =>
    record({
      film,
      speed: 2,
      head: 10,
      show(target) {
        const seq =
          'seq' in target ? target.seq : 'at' in target ? Math.min(10, Math.floor(target.at / 1000) + 1) : 0
        const changed = Array.from(
          { length: seq - shown },
          (_, i) => ({ id: `e${shown + i + 1}`, index: null }) as unknown as BoardElement,
        )
        shown = seq
        return Promise.resolve({
          seq,
          at: 0,
          author: null,
          changed,
          again: [],
          removed: [],
          touched: [],
        } satisfies Frame)
      },
      keep(elements, start, duration) {
        kept.push({ ids: elements.map(({ id }) => id), start, end: start + duration })
        return Promise.resolve()
      },
      onProgress: (done) => void progress.push(done),
      signal,
    })
  return { run, kept, progress }
}

test('each picture stands until the next, and the last is that of the last change', async () => {
  const { run, kept, progress } = setUp()
  await run()
  expect(kept).toHaveLength(10)
  expect(kept[0]?.start).toBe(0)
  for (const [i, { start }] of kept.entries()) expect(start).toBeCloseTo(kept[i - 1]?.end ?? 0)
  expect(kept.at(-1)?.end).toBeCloseTo(lengthAt(film, 2))
  expect(kept.at(-1)?.ids).toHaveLength(10)
  expect(lengthAt(film, 2)).toBeCloseTo(film.length / 2000 + 1, 1)
  expect(progress.at(-1)).toBe(1)
  expect(Number.isInteger(lengthAt(film, 2) * FRAME_RATE)).toBe(true)
})

test('called off, it ends at once and keeps nothing more', async () => {
  const calling = new AbortController()
  const { run, kept } = setUp(calling.signal)
  calling.abort(new Error('called off'))
  await expect(run()).rejects.toThrow('called off')
  expect(kept).toEqual([])
})
