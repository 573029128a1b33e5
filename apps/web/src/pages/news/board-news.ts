/**
 * Keeps what the page shows of boards up to date without polling: it turns the news of a session socket into cache writes and
 * refetches. A board that no socket tells of is polled, at most once a minute and only while the page is seen. Must never ask at
 * once for what many pages hear of at the same time: requests are spread over the time that the server names.
 */
import type { Board } from '@gamelan/protocol/http/boards'
import type { BoardHistory, Mark, Snapshots } from '@gamelan/protocol/http/history'
import { rolesUpTo } from '@gamelan/protocol/roles'
import type { News, Watching } from '@gamelan/protocol/session/news'
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import { isPassing } from '../../http/problem.ts'
import { SLOW_POLL_MS, jittered } from '../../http/query-client.ts'
import type { NewsFeed } from '../../session/news-feed.ts'
import type { Timer } from '../../sync/coalesce.ts'

/** What a page shows of a board: the board itself with its snapshots, its history, or who was let in. */
export type Shown = 'board' | 'history' | 'members'

export const boardKey = (boardId: string) => ['board', boardId]
export const snapshotsKey = (boardId: string) => ['snapshots', boardId]
export const historyKey = (boardId: string) => ['history', boardId]
export const membersKey = (boardId: string) => ['members', boardId]
const SERIES = ['series']

const KEYS: Readonly<Record<Shown, readonly ((boardId: string) => QueryKey)[]>> = {
  board: [boardKey, snapshotsKey],
  history: [historyKey],
  members: [membersKey],
}

/** An answer may be so much older than its arrival, in milliseconds: a call has no longer. */
const ANSWER_AGE_MS = 15_000
/** A poll leaves out what was asked for in this time before it, in milliseconds. */
const RECENT_MS = 45_000

export type Surroundings = {
  readonly timer: Timer
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** In [0, 1). */
  readonly random: () => number
  /** Whether somebody looks at the page. */
  readonly isSeen: () => boolean
}

const nameOf = (boardId: string, shown: Shown): string => `${shown} ${boardId}`

export class BoardNews {
  readonly #queries: QueryClient
  readonly #surroundings: Surroundings
  /** How many parts of the page show this. */
  readonly #shown = new Map<string, { readonly board: string; readonly shown: Shown; count: number }>()
  /** What the socket tells of now. */
  readonly #live = new Set<string>()
  /** Requests that wait for their time. */
  readonly #waiting = new Map<string, unknown>()
  #feed: NewsFeed | undefined
  #wasLost = false
  #isNaming = false
  #isPolling = false

  constructor(queries: QueryClient, surroundings: Surroundings) {
    this.#queries = queries
    this.#surroundings = surroundings
  }

  /** Takes the news of this socket. Answers how to end that. */
  attach(feed: NewsFeed): () => void {
    this.#feed = feed
    this.#wasLost = false
    feed.listen({
      news: (news) => this.#hear(news),
      watching: (watching) => this.#catchUp(watching),
      lost: () => {
        this.#wasLost = true
        this.#live.clear()
      },
    })
    this.#name()
    return () => {
      feed.listen(undefined)
      if (this.#feed !== feed) return
      this.#feed = undefined
      this.#live.clear()
    }
  }

  /** The page shows this of a board, and wants to hear of it. Answers how to end that. */
  show(board: string, shown: Shown): () => void {
    const name = nameOf(board, shown)
    const part = this.#shown.get(name) ?? { board, shown, count: 0 }
    part.count += 1
    this.#shown.set(name, part)
    if (part.count === 1) this.#nameSoon()
    if (!this.#isPolling) this.#pollLater()
    return () => {
      part.count -= 1
      if (part.count > 0) return
      this.#shown.delete(name)
      this.#live.delete(name)
      this.#nameSoon()
    }
  }

  /** Parts of the page come and go together: they are named once. */
  #nameSoon(): void {
    if (this.#isNaming) return
    this.#isNaming = true
    queueMicrotask(() => {
      this.#isNaming = false
      this.#name()
    })
  }

  #name(): void {
    const boards = new Set([...this.#shown.values()].map(({ board }) => board))
    const shows = (board: string, shown: Shown) => this.#shown.has(nameOf(board, shown))
    this.#feed?.watch(
      [...boards].map((board) => ({
        board,
        history: shows(board, 'history'),
        members: shows(board, 'members'),
      })),
    )
  }

  /** Asks once for what may have changed before the socket told of it. */
  #catchUp({ boards, quiet, within }: Watching): void {
    const now = this.#surroundings.now()
    const mayBeOld = (shown: Shown, query: Query) =>
      shown === 'members' || this.#wasLost || query.state.dataUpdatedAt - ANSWER_AGE_MS < now - quiet[shown]
    for (const [name, { board, shown }] of this.#shown) {
      if (!boards.includes(board) || this.#live.has(name)) continue
      this.#live.add(name)
      for (const keyOf of KEYS[shown]) {
        const query = this.#queries.getQueryCache().find({ queryKey: keyOf(board) })
        if (query !== undefined && mayBeOld(shown, query)) this.#refetch(keyOf(board), within)
      }
    }
    if (this.#wasLost) {
      this.#refetch(SERIES, within)
      // The server is there again: what failed need not wait for its next try.
      const failed = this.#queries
        .getQueryCache()
        .findAll({ predicate: ({ state }) => isPassing(state.error) })
      for (const { queryKey } of failed) this.#refetch(queryKey, within)
    }
    this.#wasLost = false
  }

  #hear(news: News): void {
    const { board } = news
    switch (news.kind) {
      case 'title':
        this.#changeBoards((one) => withTitle(one, board, news.title))
        break
      case 'role':
        this.#changeBoards((one) => (isOfSession(one, board) ? withRole(one, news.role) : one))
        // A higher role may hand on more links.
        this.#refetchBoards(board, 0)
        break
      case 'links':
      case 'series':
        this.#refetchBoards(board, news.within)
        this.#refetch(SERIES, news.within)
        break
      case 'mark':
        this.#changeMarks(board, (marks) => withMark(marks, news.mark))
        break
      case 'mark-removed':
        this.#changeMarks(board, (marks) => marks.filter(({ id }) => id !== news.mark))
        break
      case 'members':
        this.#refetch(membersKey(board), news.within)
        break
      case 'history': {
        const known = this.#queries.getQueryData<BoardHistory>(historyKey(board))
        if (news.head === undefined || known === undefined || known.head < news.head)
          this.#refetch(historyKey(board), news.within)
      }
    }
  }

  #changeBoards(change: (board: Board) => Board): void {
    this.#change<Board>(['board'], change)
  }

  #changeMarks(boardId: string, change: (marks: readonly Mark[]) => Mark[]): void {
    this.#change<Snapshots>(snapshotsKey(boardId), ({ snapshots, restores }) => {
      const marks = change([...snapshots, ...restores])
      return {
        snapshots: marks.filter(({ kind }) => kind === 'snapshot'),
        restores: marks.filter(({ kind }) => kind === 'before'),
      }
    })
    this.#change<BoardHistory>(historyKey(boardId), (history) => {
      const marks = change(history.marks)
      return { ...history, marks, snapshots: marks.filter(({ kind }) => kind === 'snapshot') }
    })
  }

  /** An answer that is under way may be older than the news, and would undo them: it is asked for again. */
  #change<Data>(queryKey: QueryKey, change: (data: Data) => Data): void {
    for (const query of this.#queries.getQueryCache().findAll({ queryKey })) {
      const data = query.state.data as Data | undefined
      if (data === undefined) continue
      const changed = change(data)
      if (changed === data) continue
      const isUnderWay = query.state.fetchStatus !== 'idle'
      this.#queries.setQueryData(query.queryKey, changed)
      if (isUnderWay) this.#refetch(query.queryKey, 0)
    }
  }

  /** The board, and those that belong to its session: their links are the session's. */
  #refetchBoards(boardId: string, within: number): void {
    for (const { queryKey, state } of this.#queries.getQueryCache().findAll({ queryKey: ['board'] })) {
      const data = state.data as Board | undefined
      if (data !== undefined && isOfSession(data, boardId)) this.#refetch(queryKey, within)
    }
  }

  /** Once, at some moment of this time. A page that nobody sees asks when it is seen again. */
  #refetch(queryKey: QueryKey, within: number): void {
    const { timer, random, isSeen } = this.#surroundings
    const name = JSON.stringify(queryKey)
    if (this.#waiting.has(name)) return
    const ask = () => {
      this.#waiting.delete(name)
      void this.#queries.invalidateQueries({ queryKey, refetchType: isSeen() ? 'active' : 'none' })
    }
    this.#waiting.set(name, timer.set(ask, Math.round(within * random())))
  }

  #pollLater(): void {
    const { timer, random } = this.#surroundings
    this.#isPolling = this.#shown.size > 0
    if (!this.#isPolling) return
    timer.set(
      () => {
        this.#pollNow()
        this.#pollLater()
      },
      jittered(SLOW_POLL_MS, random()),
    )
  }

  /** Only what no socket tells of. What failed is asked for again by its query, or was refused. */
  #pollNow(): void {
    const { now, isSeen } = this.#surroundings
    if (!isSeen()) return
    for (const [name, { board, shown }] of this.#shown) {
      if (this.#live.has(name)) continue
      for (const keyOf of KEYS[shown]) {
        void this.#queries.refetchQueries({
          queryKey: keyOf(board),
          type: 'active',
          predicate: ({ state }) => state.error === null && now() - state.dataUpdatedAt >= RECENT_MS,
        })
      }
    }
  }
}

const isOfSession = (board: Board, sessionBoardId: string): boolean =>
  (board.sessionBoard?.id ?? board.id) === sessionBoardId || board.id === sessionBoardId

/** Also where the board is named beside another: as its parent, or as the board of its session. */
function withTitle(board: Board, boardId: string, title: string): Board {
  const { parent, sessionBoard } = board
  const isNamed = [board.id, parent?.id, sessionBoard?.id].includes(boardId)
  if (!isNamed) return board
  return {
    ...board,
    ...(board.id === boardId && { title }),
    ...(parent?.id === boardId && { parent: { ...parent, title } }),
    ...(sessionBoard?.id === boardId && { sessionBoard: { ...sessionBoard, title } }),
  }
}

/** A lower role may not hand on the links of a higher one. */
function withRole(board: Board, role: Board['role']): Board {
  const kept = rolesUpTo(role).flatMap((one) => {
    const link = board.links[one]
    return link === undefined ? [] : [[one, link] as const]
  })
  return { ...board, role, links: Object.fromEntries(kept) }
}

/** In the order of the moments; a mark that was moved is moved. */
function withMark(marks: readonly Mark[], mark: Mark): Mark[] {
  return [...marks.filter(({ id }) => id !== mark.id), mark].toSorted((a, b) => a.seq - b.seq)
}
