/**
 * The page's end of the session conversation: the session's state as the server tells it, and what this page asks of it.
 * Must never change the state by itself: what is asked shows when the server says that it happened.
 */
import type { Answer, Command, Request } from '@gamelan/protocol/session/commands'
import type { ClientToServer, OwnBoard, ServerToClient } from '@gamelan/protocol/session/messages'
import { ownBoardSchema, SESSION_NAMESPACE } from '@gamelan/protocol/session/messages'
import {
  applyEvent,
  sessionEventSchema,
  sessionStateSchema,
  type SessionState,
} from '@gamelan/protocol/session/session'
import { io, type Socket } from 'socket.io-client'
import { ticketFor } from '../storage/tickets.ts'
import { createOutbox, isStale, type Outbox } from './outbox.ts'
import { NewsFeed } from './news-feed.ts'
import { ServerClock } from './server-clock.ts'
import { tabShelf } from '../storage/browser-storage.ts'

export type SessionSocket = Socket<ServerToClient, ClientToServer>

export type SessionSnapshot = {
  /** null: the server has not told it yet. */
  readonly state: SessionState | null
  /** `lost`: it is tried again. `ended`: it is not, since this person may not be here. */
  readonly line: 'connecting' | 'open' | 'lost' | 'ended'
  /** Where this person draws in the round that was opened last; null: they were not told of any. */
  readonly own: OwnBoard | null
  /** What the server's clock is ahead of this machine's, in milliseconds; null: it is not known yet. */
  readonly offset: number | null
}

export type Surroundings = {
  /** Opens a socket on a board's session; `auth` is asked anew for each try. */
  readonly open: (boardId: string, auth: () => Record<string, unknown>) => SessionSocket
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Letters of base64url that nobody else has. */
  readonly newId: () => string
  readonly after: (milliseconds: number, run: () => void) => () => void
  readonly outbox: (sessionBoard: string) => Outbox
}

/** Limit on one try to connect, in milliseconds, like that of the drawing's connection. */
const CONNECT_TIMEOUT = 10_000
/** Milliseconds until a refusal that may pass is tried again. */
const RETRY = 3000
/** How often the server is asked for its time when the line opens. */
const CLOCK_SAMPLES = 5
/** Milliseconds until it is asked again: two clocks drift apart by tens of milliseconds in an hour, or one is set anew. */
const CLOCK_AGAIN = 60_000

/**
 * What the page answers itself. `away`: there is no line now. `ended`: there will be none. `late`: it waited so long that it
 * might undo what others did since.
 */
type Unasked = { readonly ok: false; readonly code: 'away' | 'ended' | 'late'; readonly message: string }
export type Answered = Answer | Unasked

const AWAY: Unasked = { ok: false, code: 'away', message: 'The session cannot be reached now.' }
const LATE: Unasked = { ok: false, code: 'late', message: 'It waited too long to be done.' }
const ENDED: Unasked = { ok: false, code: 'ended', message: 'The session has ended for this page.' }

const browser: Surroundings = {
  open: (boardId, auth) =>
    io(`${location.origin}${SESSION_NAMESPACE}`, {
      auth: (answer) => {
        answer(auth())
      },
      query: { board: boardId },
      // Socket.IO would otherwise reuse a connection that names another board.
      forceNew: true,
      // The server takes no other. A proxy that passes the drawing passes this.
      transports: ['websocket'],
      timeout: CONNECT_TIMEOUT,
    }),
  now: Date.now,
  newId: () => crypto.randomUUID(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds)
    return () => {
      clearTimeout(timer)
    }
  },
  outbox: (sessionBoard) => createOutbox(tabShelf, sessionBoard),
}

/** What a page asked that has gone since, and was not done after all. */
export type Undone = { readonly command: Command; readonly answer: Exclude<Answered, { ok: true }> }

type Waiting = {
  readonly command: Command
  /** Whether it may be done later. */
  readonly waits: boolean
  readonly answered: (answer: Answered) => void
}

/** Refusals that say to try again: what may be done later is. */
const PASSING: ReadonlySet<string> = new Set(['unavailable', 'too-many-requests'])

export class SessionConnection {
  readonly clock: ServerClock
  readonly news: NewsFeed
  readonly #surroundings: Surroundings
  readonly #socket: SessionSocket
  readonly #undone: (undone: Undone) => void
  /** undefined: not known yet. */
  #outbox: Outbox | undefined
  readonly #listeners = new Set<() => void>()
  /** Asked, and not answered yet: asked again, under the same id, when the line is there again. */
  readonly #waiting = new Map<string, Waiting>()
  #snapshot: SessionSnapshot = { state: null, line: 'connecting', own: null, offset: null }
  #stopRetry: (() => void) | undefined
  #stopClock: (() => void) | undefined
  #stopAgain: (() => void) | undefined

  /** @param undone called for what an earlier page of this window asked, and was refused */
  constructor(boardId: string, undone: (undone: Undone) => void, surroundings: Surroundings = browser) {
    this.#surroundings = surroundings
    this.#undone = undone
    this.clock = new ServerClock(surroundings.now)
    this.#socket = surroundings.open(boardId, () => ({
      boardId,
      ...(ticketFor(boardId) !== undefined && { ticket: ticketFor(boardId) }),
      ...(this.#snapshot.state !== null && { seq: this.#snapshot.state.seq }),
    }))
    this.#socket.on('state', (sent) => this.#take(sent))
    this.#socket.on('event', (sent) => this.#hear(sent))
    this.#socket.on('own-board', (sent) => {
      const own = ownBoardSchema.safeParse(sent)
      if (own.success) this.#show({ own: own.data })
    })
    this.news = new NewsFeed(this.#socket)
    this.#socket.on('connect', () => this.#opened())
    this.#socket.on('disconnect', (reason) => {
      this.#stopClock?.()
      this.#show({ line: 'lost' })
      // The server's own goodbye is the one after which Socket.IO does not come back by itself.
      if (reason === 'io server disconnect') this.#retry()
    })
    this.#socket.on('connect_error', (error) => this.#refused(error))
  }

  /** The same object until something changes. */
  readonly snapshot = (): SessionSnapshot => this.#snapshot

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /**
   * Asks something of the session, once, however often the line breaks meanwhile. Never rejects. The server refuses what no longer
   * fits what the person saw, and what was meant for its moment and comes late. While the line is known to be down, nothing is
   * asked. `waits`: it is asked then all the same, by the next page of this window where this one has gone by then.
   */
  ask(request: Request, { waits = false }: { readonly waits?: boolean } = {}): Promise<Answered> {
    const { line } = this.#snapshot
    if (line === 'ended') return Promise.resolve(ENDED)
    if (line !== 'open' && !waits) return Promise.resolve(AWAY)
    const command = this.#command(request)
    return new Promise((answered) => {
      const waiting = { command, waits, answered }
      this.#waiting.set(command.id, waiting)
      if (waits) this.#outbox?.keep({ command, at: this.#surroundings.now() })
      if (this.#socket.connected) this.#send(waiting)
    })
  }

  /**
   * Goes on with what earlier pages of this window have asked, and keeps for later ones what waits. Once.
   * @param sessionBoard whose session it is
   */
  resume(sessionBoard: string): void {
    if (this.#outbox !== undefined || this.#snapshot.line === 'ended') return
    const outbox = this.#surroundings.outbox(sessionBoard)
    this.#outbox = outbox
    const now = this.#surroundings.now()
    const asked = [...this.#waiting.values()].filter(({ waits }) => waits)
    for (const { command, at } of outbox.all()) {
      if (isStale({ command, at }, now)) {
        outbox.drop(command.id)
        this.#undone({ command, answer: LATE })
        continue
      }
      const answered = (answer: Answered) => {
        if (!answer.ok) this.#undone({ command, answer })
      }
      const waiting = { command, waits: true, answered }
      this.#waiting.set(command.id, waiting)
      if (this.#socket.connected) this.#send(waiting)
    }
    for (const { command } of asked) outbox.keep({ command, at: now })
  }

  /** Who asked has gone with the page: nothing is answered any more. */
  close(): void {
    this.#stopRetry?.()
    this.#stopClock?.()
    this.#stopAgain?.()
    this.#socket.close()
    // What is in the outbox stays there.
    this.#waiting.clear()
    this.#end()
    this.#listeners.clear()
  }

  /** With what the person sees now, and when: the server judges by that whether it still fits. */
  #command(request: Request): Command {
    const { state, offset } = this.#snapshot
    return {
      id: this.#surroundings.newId(),
      ...(state !== null && { seen: state.seq }),
      ...(offset !== null && { at: this.clock.now() }),
      ...request,
    }
  }

  #send({ command, waits, answered }: Waiting): void {
    this.#socket.emit('command', command, (answer) => {
      if (!this.#waiting.has(command.id)) return
      if (waits && !answer.ok && PASSING.has(answer.code)) {
        this.#sendAgain()
        return
      }
      this.#waiting.delete(command.id)
      this.#outbox?.drop(command.id)
      answered(answer)
    })
  }

  /** A command that was answered meanwhile is not waiting any more; one that is under way is done once all the same. */
  #sendAgain(): void {
    this.#stopAgain ??= this.#surroundings.after(RETRY, () => {
      this.#stopAgain = undefined
      if (!this.#socket.connected) return
      for (const waiting of this.#waiting.values()) if (waiting.waits) this.#send(waiting)
    })
  }

  #opened(): void {
    this.#show({ line: 'open' })
    for (const waiting of this.#waiting.values()) this.#send(waiting)
    this.#askTime(CLOCK_SAMPLES)
  }

  #askTime(times: number): void {
    const asked = this.#surroundings.now()
    this.#socket.emit('time', (server) => {
      this.clock.told(server, { asked, answered: this.#surroundings.now() })
      const { offset } = this.clock
      if (offset !== this.#snapshot.offset) this.#show({ offset })
      if (times > 1) this.#askTime(times - 1)
      else this.#stopClock = this.#surroundings.after(CLOCK_AGAIN, () => this.#askTime(1))
    })
  }

  #take(sent: unknown): void {
    const state = sessionStateSchema.safeParse(sent)
    // Of a newer version than this page: it goes on with what it has until it is loaded again.
    if (state.success) this.#show({ state: state.data })
  }

  #hear(sent: unknown): void {
    const { state } = this.#snapshot
    const event = sessionEventSchema.safeParse(sent)
    if (!event.success || state === null || event.data.seq > state.seq + 1) {
      this.#socket.emit('resync')
      return
    }
    this.#show({ state: applyEvent(state, event.data) })
  }

  #refused(error: Error): void {
    // Socket.IO tries again by itself where there was no answer at all.
    if (this.#socket.active) {
      this.#show({ line: 'lost' })
      return
    }
    const { data } = error as { data?: { code?: string } }
    if (data?.code === 'forbidden-or-unknown') this.#end()
    else {
      this.#show({ line: 'lost' })
      this.#retry()
    }
  }

  #retry(): void {
    this.#stopRetry?.()
    this.#stopRetry = this.#surroundings.after(RETRY, () => {
      this.#socket.connect()
    })
  }

  #end(): void {
    this.#show({ line: 'ended' })
    for (const { command, answered } of this.#waiting.values()) {
      this.#outbox?.drop(command.id)
      answered(ENDED)
    }
    this.#waiting.clear()
  }

  #show(change: Partial<SessionSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change }
    for (const listener of this.#listeners) listener()
  }
}
