/**
 * Tells session sockets what changed on the boards that they watch, so that pages need not poll. A socket hears only of boards
 * that its grant lets it see, and only what its role may know (A3). Frequent changes are throttled, and the more sockets hear of
 * one, the longer the time over which their pages spread the requests that follow.
 */
import type { News as Message, Watched, Watching } from '@gamelan/protocol/session/news'
import { may, rolesUpTo } from '@gamelan/protocol/roles'
import type { AccessChange, Grant } from '../access/types.ts'
import {
  CHANGED_BOARDS,
  HISTORY_NEWS_EVERY,
  HISTORY_REQUESTS_APART,
  NEWS_EVERY,
  REQUESTS_APART,
  SESSION_BACKLOG,
  SESSION_BACKLOG_BYTES,
  WATCHES_AT_ONCE,
  WATCHES_PER_SECOND,
} from '../limits.ts'
import type { Clock } from '../clock.ts'
import type { BoardNews } from '../news.ts'
import { Rate } from '../rooms/rate.ts'
import type { Handler } from './events.ts'
import type { SessionParts, SessionSocket, SocketParts } from './parts.ts'

/** A socket and what it watches, by board. `tell` never throws. */
type Watcher = {
  readonly socket: SessionSocket
  watched: ReadonlyMap<string, Watched>
  readonly tell: (message: Message) => void
}

type Throttled = Extract<BoardNews, { kind: 'links' | 'series' | 'members' | 'history' }>

export type Newsdesk = {
  /** Tells this socket news until it ends. Answers what takes its messages that name what it watches. */
  serve(socket: SessionSocket, given: Pick<SocketParts, 'wire' | 'contain'>): Handler<'watch'>
  /** The access of somebody changed. Their sockets have their new role already. */
  accessChanged(change: AccessChange): void
}

const NOTHING: Watching = { boards: [], quiet: { board: 0, history: 0 }, within: 0 }

/** Whether a socket that watches the board may know of this. */
function mayHear(news: BoardNews, { role, sessionBoardId }: Grant, { history, members }: Watched): boolean {
  switch (news.kind) {
    case 'title':
    case 'series':
    case 'mark':
    case 'mark-removed':
      return may(role, 'see')
    case 'links':
      return rolesUpTo(role).includes(news.role)
    case 'members':
      return members && news.boardId === sessionBoardId && may(role, 'members')
    case 'history':
    case 'milestones':
      return history && may(role, 'see')
  }
}

export function createNewsdesk({
  boards,
  news: source,
  clock,
}: Pick<SessionParts, 'boards' | 'news' | 'clock'>): Newsdesk {
  const byBoard = new Map<string, Set<Watcher>>()
  const changes = { board: createChangeTimes(clock), history: createChangeTimes(clock) }
  /** News that were told a moment ago, and what came since. */
  const throttled = new Map<string, { next: Throttled | undefined }>()

  const watchersOf = (boardId: string): ReadonlySet<Watcher> => byBoard.get(boardId) ?? new Set()

  /** The sockets of this person, on every board. */
  function watchersWith(actor: string): ReadonlySet<Watcher> {
    const all = [...byBoard.values()].flatMap((watchers) => [...watchers])
    return new Set(all.filter(({ socket }) => socket.data.grant.actor === actor))
  }

  function replace(watcher: Watcher, watched: ReadonlyMap<string, Watched>): void {
    for (const board of watcher.watched.keys()) {
      const watchers = byBoard.get(board)
      watchers?.delete(watcher)
      if (watchers?.size === 0) byBoard.delete(board)
    }
    watcher.watched = watched
    for (const board of watched.keys()) byBoard.set(board, (byBoard.get(board) ?? new Set()).add(watcher))
  }

  function audience(news: BoardNews): Watcher[] {
    return [...watchersOf(news.boardId)].filter(({ socket, watched }) => {
      const wanted = watched.get(news.boardId)
      return wanted !== undefined && mayHear(news, socket.data.grant, wanted)
    })
  }

  function tell(news: BoardNews): void {
    const { boardId: board } = news
    if (news.kind === 'history' || news.kind === 'milestones') changes.history.note(board)
    else if (news.kind !== 'members') changes.board.note(board)
    switch (news.kind) {
      case 'title':
        for (const watcher of audience(news)) watcher.tell({ kind: 'title', board, title: news.title })
        return
      case 'mark':
        for (const watcher of audience(news)) watcher.tell({ kind: 'mark', board, mark: news.mark })
        return
      case 'mark-removed':
        for (const watcher of audience(news)) watcher.tell({ kind: 'mark-removed', board, mark: news.mark })
        return
      case 'milestones':
        tellMilestones(board)
        return
      case 'links':
      case 'series':
      case 'members':
      case 'history':
        throttle(news)
    }
  }

  /** On the timelines of all boards of the session. Every socket of it watches the session's own board. */
  function tellMilestones(sessionBoardId: string): void {
    const shown = new Set<string>()
    for (const { socket, watched } of watchersOf(sessionBoardId)) {
      if (socket.data.grant.sessionBoardId !== sessionBoardId) continue
      for (const { board, history } of watched.values()) if (history) shown.add(board)
    }
    for (const boardId of shown) throttle({ kind: 'history', boardId })
  }

  /** At once, and after that at most once in a while. */
  function throttle(news: Throttled): void {
    const key = `${news.kind} ${news.boardId} ${news.kind === 'links' ? news.role : ''}`
    const waiting = throttled.get(key)
    if (waiting !== undefined) {
      waiting.next = merged(waiting.next, news)
      return
    }
    const hearers = audience(news)
    if (hearers.length === 0) return
    const isHistory = news.kind === 'history'
    const within = hearers.length * (isHistory ? HISTORY_REQUESTS_APART : REQUESTS_APART)
    const message: Message = isHistory
      ? { kind: 'history', board: news.boardId, within, ...(news.head !== undefined && { head: news.head }) }
      : { kind: news.kind, board: news.boardId, within }
    for (const watcher of hearers) watcher.tell(message)
    const now: { next: Throttled | undefined } = { next: undefined }
    throttled.set(key, now)
    clock.after(Math.max(isHistory ? HISTORY_NEWS_EVERY : NEWS_EVERY, within), () => {
      throttled.delete(key)
      if (now.next !== undefined) throttle(now.next)
    })
  }

  /** The boards of these that the socket may see. Whoever may see one board of a session may see all of them. */
  async function visible(grant: Grant, wanted: readonly Watched[]): Promise<Map<string, Watched>> {
    const own = new Set([grant.sessionBoardId, grant.boardId])
    const others = wanted.some(({ board }) => !own.has(board))
      ? await boards.ofSession(grant.sessionBoardId, grant.participant.id)
      : []
    const known = new Set([...own, ...others])
    const found = new Map([...own].map((board) => [board, { board, history: false, members: false }]))
    for (const one of wanted) if (known.has(one.board)) found.set(one.board, one)
    return found
  }

  /** @param isLast whether the socket has named nothing else meanwhile */
  async function watch(
    watcher: Watcher,
    wanted: readonly Watched[],
    isLast: () => boolean,
  ): Promise<Watching> {
    const { socket } = watcher
    const watched = await visible(socket.data.grant, wanted)
    if (!socket.connected || !isLast()) return NOTHING
    replace(watcher, watched)
    const { size } = watchersOf(socket.data.grant.sessionBoardId)
    const ids = [...watched.keys()]
    return {
      boards: ids,
      quiet: { board: changes.board.quietFor(ids), history: changes.history.quietFor(ids) },
      within: Math.max(NEWS_EVERY, size * REQUESTS_APART),
    }
  }

  source.listen(tell)

  return {
    serve(socket, { wire, contain }) {
      const watcher: Watcher = {
        socket,
        watched: new Map(),
        tell: contain((message) => {
          const { packets, bytes } = wire.owes()
          // A client that does not read reconnects, and asks for everything once.
          if (packets > SESSION_BACKLOG || bytes > SESSION_BACKLOG_BYTES) wire.cut('tooSlow')
          else socket.emit('news', message)
        }),
      }
      const rate = new Rate(WATCHES_AT_ONCE, WATCHES_PER_SECOND, clock.elapsed())
      let last = 0
      socket.on(
        'disconnect',
        contain(() => replace(watcher, new Map())),
      )
      return {
        async run(wanted) {
          if (!rate.take(clock.elapsed())) {
            wire.cut('tooMany')
            return NOTHING
          }
          const turn = ++last
          return watch(watcher, wanted, () => turn === last)
        },
      }
    },

    accessChanged(change) {
      if (change.kind === 'ended') tell({ kind: 'members', boardId: change.boardId })
      else if (change.kind === 'role') {
        changes.board.note(change.boardId)
        for (const { socket, tell: tellOne } of watchersWith(change.actor)) {
          const { through, sessionBoardId: board, role } = socket.data.grant
          if (through === change.boardId) tellOne({ kind: 'role', board, role })
        }
        tell({ kind: 'members', boardId: change.boardId })
      } else {
        const among = [...watchersWith(change.actor)].map(({ socket }) => socket.data.grant.sessionBoardId)
        for (const boardId of new Set(among)) tell({ kind: 'members', boardId })
      }
    },
  }
}

/** When boards last changed, as far as this process knows: a page asks again only for what may be older. */
function createChangeTimes(clock: Pick<Clock, 'elapsed'>) {
  /** Latest last. A board that is not in it has been quiet since `remembersSince`. */
  const times = new Map<string, number>()
  let remembersSince = clock.elapsed()
  return {
    note(boardId: string): void {
      times.delete(boardId)
      times.set(boardId, clock.elapsed())
      const [oldest] = times
      if (times.size <= CHANGED_BOARDS || oldest === undefined) return
      times.delete(oldest[0])
      remembersSince = oldest[1]
    },
    /** Milliseconds for which none of these boards changed. */
    quietFor(boardIds: readonly string[]): number {
      const last = boardIds.map((boardId) => times.get(boardId) ?? remembersSince)
      return Math.floor(clock.elapsed() - Math.max(remembersSince, ...last))
    },
  }
}

/** Both in one: what is about more than the head asks for everything. */
function merged(before: Throttled | undefined, now: Throttled): Throttled {
  if (before?.kind !== 'history' || now.kind !== 'history') return now
  return before.head === undefined ? before : now
}
