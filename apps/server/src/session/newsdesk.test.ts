import type { News as Message, Watched } from '@gamelan/protocol/session/news'
import { expect, test } from 'vitest'
import { createFakeClock } from '../clock.fake.ts'
import { createLog } from '../log.ts'
import { createNews } from '../news.ts'
import { limitsOf } from '../settable-limits.ts'
import { createNewsdesk } from './newsdesk.ts'
import type { SessionSocket, SocketParts } from './parts.ts'

const BOARD = 'board-0000000000000000'
const MINUTE = 60_000

const watching = (board: string, history = false): Watched => ({ board, history, members: false })

/** A newsdesk on a clock of the test's, and sockets that note what they are sent. */
function setUp() {
  const clock = createFakeClock()
  const source = createNews({ log: createLog('silent', false) })
  const asks: ((boards: readonly string[]) => void)[] = []
  const desk = createNewsdesk({
    boards: { ofSession: () => new Promise((resolve) => asks.push(resolve)) },
    news: source,
    clock,
  })

  function socket() {
    const told: Message[] = []
    const on = new Map<string, () => void>()
    const one = { owes: { packets: 0, bytes: 0 }, cut: [] as string[] }
    const participant = { id: 'kim', name: 'Kim', color: '#1864ab' }
    const given = {
      data: {
        grant: {
          boardId: BOARD,
          sessionBoardId: BOARD,
          through: BOARD,
          role: 'editor',
          participant,
          actor: 'kim',
        },
      },
      connected: true,
      on: (name: string, run: () => void) => on.set(name, run),
      emit: (_name: string, message: Message) => told.push(message),
    }
    const parts = {
      wire: { owes: () => one.owes, cut: (reason: string) => one.cut.push(reason) },
      contain: (run: unknown) => run,
    }
    // What is used of them is above.
    const { run } = desk.serve(given as unknown as SessionSocket, parts as unknown as SocketParts)
    const watch = async (watched: readonly Watched[] = [watching(BOARD, true)]) => run([...watched])
    return { ...one, told, watch, leave: () => on.get('disconnect')?.() }
  }
  return { clock, source, asks, socket }
}

test('[fault V10] five hundred who watch a timeline grow ask fewer times a minute than one address may', async () => {
  const { clock, source, socket } = setUp()
  const all = Array.from({ length: 500 }, socket)
  await Promise.all(all.map(({ watch }) => watch()))
  for (let head = 1; head <= (10 * MINUTE) / 100; head++) {
    source.tell({ kind: 'history', boardId: BOARD, head })
    clock.advance(100)
  }
  const told = all.reduce((sum, one) => sum + one.told.length, 0)
  expect(told).toBeGreaterThan(0)
  expect(told / 10).toBeLessThan(limitsOf({}).historyPerMinute / 2)
  // All are told in the same moment, and spread their requests over the time until they are told again.
  const [first] = all
  expect(first?.told[0]).toEqual({ kind: 'history', board: BOARD, head: 1, within: MINUTE })
})

test('[fault V10] one who watches alone hears of new history within seconds, and of the last change in any case', async () => {
  const { clock, source, socket } = setUp()
  const { told, watch } = socket()
  await watch()
  for (const head of [1, 2, 3]) source.tell({ kind: 'history', boardId: BOARD, head })
  expect(told).toMatchObject([{ head: 1 }])
  clock.advance(2000)
  expect(told).toMatchObject([{ head: 1 }, { head: 3 }])
  clock.advance(MINUTE)
  expect(told).toHaveLength(2)
})

test('what changed beside the head is not lost between two heads', async () => {
  const { clock, source, socket } = setUp()
  const { told, watch } = socket()
  await watch()
  source.tell({ kind: 'history', boardId: BOARD, head: 1 })
  source.tell({ kind: 'milestones', boardId: BOARD })
  source.tell({ kind: 'history', boardId: BOARD, head: 2 })
  clock.advance(2000)
  expect(told.map((one) => one.kind === 'history' && one.head)).toEqual([1, undefined])
})

test('who did not ask for the history, or has left, is not told of it', async () => {
  const { source, socket } = setUp()
  const [plain, gone] = [socket(), socket()]
  await plain.watch([watching(BOARD)])
  await gone.watch()
  gone.leave()
  source.tell({ kind: 'history', boardId: BOARD, head: 1 })
  source.tell({ kind: 'title', boardId: BOARD, title: 'New' })
  expect(plain.told.map(({ kind }) => kind)).toEqual(['title'])
  expect(gone.told).toEqual([])
})

test('[fault V10] whoever comes hears for how long nothing changed', async () => {
  const { clock, source, socket } = setUp()
  clock.advance(5000)
  expect((await socket().watch()).quiet).toEqual({ board: 5000, history: 5000 })
  source.tell({ kind: 'title', boardId: BOARD, title: 'New' })
  clock.advance(3000)
  source.tell({ kind: 'history', boardId: BOARD, head: 1 })
  clock.advance(1000)
  expect((await socket().watch()).quiet).toEqual({ board: 4000, history: 1000 })
})

test.each([
  ['packets', { packets: 501, bytes: 0 }],
  ['bytes', { packets: 1, bytes: 2 ** 31 }],
])('[S6] a socket for which too many %s wait is ended', async (_what, owes) => {
  const { source, socket } = setUp()
  const slow = socket()
  await slow.watch()
  Object.assign(slow.owes, owes)
  source.tell({ kind: 'title', boardId: BOARD, title: 'New' })
  expect(slow.cut).toEqual(['tooSlow'])
  expect(slow.told).toEqual([])
})

test('[A6] a socket that names again and again what it watches is ended', async () => {
  const { socket } = setUp()
  const flood = socket()
  for (let i = 0; i < 61; i++) await flood.watch()
  expect(flood.cut).toEqual(['tooMany'])
})

test('what was named last holds, whichever is looked up first', async () => {
  const { asks, source, socket } = setUp()
  const { told, watch } = socket()
  const other = 'other-0000000000000000'
  const first = watch([watching(other, true)])
  const last = watch([watching(BOARD)])
  expect((await last).boards).toEqual([BOARD])
  asks[0]?.([other])
  expect((await first).boards).toEqual([])
  source.tell({ kind: 'title', boardId: other, title: 'New' })
  expect(told).toEqual([])
})
