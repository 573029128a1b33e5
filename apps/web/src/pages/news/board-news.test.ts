import type { Board } from '@gamelan/protocol/http/boards'
import type { Mark } from '@gamelan/protocol/http/history'
import type { News, Watched, Watching } from '@gamelan/protocol/session/news'
import { QueryObserver, environmentManager, focusManager } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '../../http/query-client.ts'
import type { FeedListener, NewsFeed } from '../../session/news-feed.ts'
import { browserTimer } from '../../sync/coalesce.ts'
import { BoardNews, boardKey, historyKey, membersKey, snapshotsKey } from './board-news.ts'

const A = 'AAAAAAAAAAAAAAAAAAAAAA'
const B = 'BBBBBBBBBBBBBBBBBBBBBB'
const MINUTE = 60_000
const LONG = 10 * MINUTE

const board = (more: Partial<Board> = {}): Board => ({
  id: A,
  title: 'Checkout',
  role: 'facilitator',
  createdAt: '2026-11-23T12:00:00Z',
  changedAt: '2026-11-23T12:00:00Z',
  links: { facilitator: 'f', editor: 'e', viewer: 'v' },
  parent: null,
  series: null,
  sessionBoard: null,
  ...more,
})
const mark = (id: string, more: Partial<Mark> = {}): Mark => ({
  id,
  kind: 'snapshot',
  seq: 3,
  at: '2026-11-23T12:00:00Z',
  name: id,
  note: null,
  by: { id: 'kim', name: 'Kim' },
  ...more,
})

let queries: ReturnType<typeof createQueryClient>
let news: BoardNews
/** What was asked for, by key, in order. */
let asked: string[]
let ends: (() => void)[]

beforeEach(() => {
  vi.useFakeTimers()
  environmentManager.setIsServer(() => false)
  focusManager.setFocused(true)
  queries = createQueryClient()
  queries.mount()
  asked = []
  ends = []
  news = new BoardNews(queries, {
    timer: browserTimer,
    now: Date.now,
    random: () => 0.5,
    isSeen: () => focusManager.isFocused(),
  })
})

afterEach(() => {
  for (const end of ends) end()
  queries.unmount()
  queries.clear()
  focusManager.setFocused(undefined)
  environmentManager.setIsServer(() => true)
  vi.useRealTimers()
})

/** A part of the page shows this. */
async function look(queryKey: readonly string[], answer: unknown): Promise<void> {
  const queryFn = () => {
    asked.push(queryKey.join(' '))
    return Promise.resolve(answer)
  }
  ends.push(new QueryObserver(queries, { queryKey, queryFn }).subscribe(() => undefined))
  await vi.advanceTimersByTimeAsync(0)
}

/** A socket whose server watches what it is asked to. */
function socket(quiet: Watching['quiet'] = { board: LONG, history: LONG }) {
  let listener: FeedListener | undefined
  const named: (readonly Watched[])[] = []
  const watching = (boards: readonly string[]) =>
    listener?.watching({ boards: [...boards], quiet, within: 1000 })
  const feed: Pick<NewsFeed, 'listen' | 'watch'> = {
    listen: (given) => (listener = given),
    watch(watched) {
      named.push(watched)
      watching(watched.map((one) => one.board))
    },
  }
  return {
    named,
    // What is used of it is above.
    attach: () => ends.push(news.attach(feed as unknown as NewsFeed)),
    tell: (one: News) => listener?.news(one),
    lost: () => listener?.lost(),
    back: () => watching(named.at(-1)?.map((one) => one.board) ?? []),
  }
}

/** The board's page, with its socket open. */
async function opened(quiet?: Watching['quiet']) {
  await look(boardKey(A), board())
  await look(snapshotsKey(A), { snapshots: [mark('first')], restores: [mark('back', { kind: 'before' })] })
  news.show(A, 'board')
  const open = socket(quiet)
  open.attach()
  await vi.advanceTimersByTimeAsync(1000)
  return open
}

test('[fault V10] while the socket is open a page asks for nothing, for as long as nothing changes', async () => {
  const { named } = await opened()
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(asked).toEqual([boardKey(A), snapshotsKey(A)].map((key) => key.join(' ')))
  expect(named.at(-1)).toEqual([{ board: A, history: false, members: false }])
})

test('[fault V10] small values are written, and nothing is asked for', async () => {
  const { tell } = await opened()
  const before = asked.length
  tell({ kind: 'title', board: A, title: 'Renamed' })
  tell({ kind: 'mark', board: A, mark: mark('second', { seq: 2 }) })
  tell({ kind: 'mark', board: A, mark: mark('bolt', { kind: 'surprise' }) })
  tell({ kind: 'mark', board: A, mark: mark('undone', { kind: 'before', seq: 4 }) })
  tell({ kind: 'mark-removed', board: A, mark: 'first' })
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(queries.getQueryData(boardKey(A))).toMatchObject({ title: 'Renamed' })
  expect(queries.getQueryData(snapshotsKey(A))).toEqual({
    snapshots: [mark('second', { seq: 2 })],
    restores: [mark('back', { kind: 'before' }), mark('undone', { kind: 'before', seq: 4 })],
  })
  expect(asked.length).toBe(before)
})

test('the title of the session’s board shows on its other boards, too', async () => {
  await look(boardKey(B), board({ id: B, sessionBoard: { id: A, title: 'Checkout' } }))
  socket().attach()
  const open = socket()
  open.attach()
  open.tell({ kind: 'title', board: A, title: 'Renamed' })
  expect(queries.getQueryData(boardKey(B))).toMatchObject({
    title: 'Checkout',
    sessionBoard: { title: 'Renamed' },
  })
})

test('[A4] a lower role holds at once, and takes the links of the higher one away', async () => {
  const { tell } = await opened()
  tell({ kind: 'role', board: A, role: 'viewer' })
  expect(queries.getQueryData(boardKey(A))).toMatchObject({ role: 'viewer', links: { viewer: 'v' } })
  expect(queries.getQueryData<Board>(boardKey(A))?.links).not.toHaveProperty('editor')
})

test('[fault V10] what many hear of is asked for once, at some moment of the time that the server names', async () => {
  const { tell } = await opened()
  const before = asked.length
  tell({ kind: 'links', board: A, within: 10_000 })
  tell({ kind: 'series', board: A, within: 10_000 })
  await vi.advanceTimersByTimeAsync(4_900)
  expect(asked.length).toBe(before)
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(asked.slice(before)).toEqual([boardKey(A).join(' ')])
})

test('[fault V10] a page that nobody sees asks when it is seen again', async () => {
  const { tell } = await opened()
  const before = asked.length
  focusManager.setFocused(false)
  tell({ kind: 'links', board: A, within: 0 })
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(asked.length).toBe(before)
  focusManager.setFocused(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked.slice(before)).toContain(boardKey(A).join(' '))
})

test('[fault V10] after a reconnect everything is asked for once', async () => {
  const { lost, back } = await opened()
  const before = asked.length
  lost()
  back()
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(asked.slice(before).toSorted()).toEqual([boardKey(A), snapshotsKey(A)].map((key) => key.join(' ')))
})

test('what changed while the page was opening is asked for again', async () => {
  await opened({ board: 5000, history: 0 })
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(asked.filter((key) => key === boardKey(A).join(' '))).toHaveLength(2)
})

test('[fault V10] without a socket a page asks at most once a minute for each kind, and unseen not at all', async () => {
  const { lost } = await opened()
  const before = asked.length
  lost()
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  const perKind = (asked.length - before) / 2
  expect(perKind).toBeGreaterThan(5)
  expect(perKind).toBeLessThanOrEqual(10)
  focusManager.setFocused(false)
  const unseen = asked.length
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(asked.length).toBe(unseen)
})

test('[fault V10] history and members are watched while they are shown, and asked for when they change', async () => {
  await look(historyKey(A), { head: 5, marks: [], snapshots: [] })
  await look(membersKey(A), { pages: [] })
  const open = socket()
  open.attach()
  const end = news.show(A, 'history')
  news.show(A, 'members')
  await vi.advanceTimersByTimeAsync(1000)
  expect(open.named.at(-1)).toEqual([{ board: A, history: true, members: true }])
  asked.length = 0
  open.tell({ kind: 'history', board: A, head: 5, within: 0 })
  await vi.advanceTimersByTimeAsync(10)
  expect(asked).toEqual([])
  open.tell({ kind: 'history', board: A, head: 6, within: 0 })
  open.tell({ kind: 'members', board: A, within: 0 })
  await vi.advanceTimersByTimeAsync(10)
  expect(asked).toEqual([historyKey(A), membersKey(A)].map((key) => key.join(' ')))
  end()
  await vi.advanceTimersByTimeAsync(0)
  expect(open.named.at(-1)).toEqual([{ board: A, history: false, members: true }])
})

test('an answer that is under way when news come does not undo them: it is asked for again', async () => {
  const answers: ((one: Board) => void)[] = []
  const queryFn = () => new Promise<Board>((resolve) => answers.push(resolve))
  const observer = new QueryObserver(queries, { queryKey: boardKey(A), queryFn })
  ends.push(observer.subscribe(() => undefined))
  answers[0]?.(board())
  await vi.advanceTimersByTimeAsync(0)
  news.show(A, 'board')
  const { attach, tell } = socket()
  attach()
  void observer.refetch()
  tell({ kind: 'title', board: A, title: 'Renamed' })
  await vi.advanceTimersByTimeAsync(10)
  answers[1]?.(board({ title: 'Old' }))
  await vi.advanceTimersByTimeAsync(10)
  expect(queries.getQueryData(boardKey(A))).toMatchObject({ title: 'Renamed' })
  answers[2]?.(board({ title: 'Renamed', changedAt: '2026-11-23T12:00:01Z' }))
  await vi.advanceTimersByTimeAsync(10)
  expect(queries.getQueryData(boardKey(A))).toMatchObject({ changedAt: '2026-11-23T12:00:01Z' })
})
