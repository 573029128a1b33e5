/**
 * A live session on a store in memory whose appends can fail or wait, and clients that hear it as sockets do. Must never be
 * imported by what ships.
 */
import type { Role } from '@gamelan/protocol/roles'
import type { Answer, Command, Request } from '@gamelan/protocol/session/commands'
import { milestonesOf } from '@gamelan/protocol/session/milestones'
import {
  applyEvent,
  NEW_SESSION,
  type Happening,
  type SessionEvent,
  type SessionState,
} from '@gamelan/protocol/session/session'
import type { SessionBoard } from '../boards/types.ts'
import { createFakeClock } from '../clock.fake.ts'
import { createLog } from '../log.ts'
import { createLive } from './live.ts'
import { createPrepare } from './prepare.ts'
import type { Entry, Store } from './store.ts'

export const BOARD = 'b'.repeat(22)

/** What Postgres says of a key that is there already. */
const taken = () => Object.assign(new Error('duplicate key'), { code: '23505' })

/** Lets promises that are settled be heard. */
export const heard = () => new Promise((resolve) => setImmediate(resolve))

export const personId = (name: string) => name.padEnd(22, '-')

/** `begins`: how the session begins where it goes on from another. */
export function setUp({
  draw = () => 0,
  begins,
}: { draw?: (count: number) => number; begins?: Happening | undefined } = {}) {
  const clock = createFakeClock()
  const log: Entry[] = begins
    ? [{ event: { seq: 1, at: 1, by: personId('ada'), ...begins }, command: undefined }]
    : []
  const failing = { appends: 0 }
  /** Boards that were made with the events, see `Entry`. */
  const made: SessionBoard[] = []
  // Not those of the session that it goes on from.
  let ids = begins ? 1_000_000 : 0
  const newId = () => String(++ids).padStart(22, '0')
  const store: Store = {
    load: () => Promise.resolve(log.reduce((state, { event }) => applyEvent(state, event), NEW_SESSION)),
    append(_boardId, entries) {
      if (failing.appends > 0) {
        failing.appends -= 1
        return Promise.reject(new Error('the database is away'))
      }
      for (const { event, command } of entries) {
        const isCommandTaken =
          command !== undefined &&
          log.some((entry) => entry.command === command && entry.event.by === event.by)
        if (event.seq <= log.length || isCommandTaken) return Promise.reject(taken())
      }
      log.push(...entries)
      made.push(...entries.flatMap(({ boards = [] }) => boards))
      return Promise.resolve()
    },
    events: (_boardId, { after, until }) =>
      Promise.resolve(log.map(({ event }) => event).filter(({ seq }) => seq > after && seq <= until)),
    begin: (_on, _boardId, event) => {
      log.push({ event, command: undefined })
      return Promise.resolve()
    },
    find: (_boardId, person, command) =>
      Promise.resolve(log.find((entry) => entry.command === command && entry.event.by === person)?.event.seq),
    milestones: () => Promise.resolve(milestonesOf(log.map(({ event }) => event))),
    revealed: () => Promise.resolve(undefined),
    keep: () => Promise.resolve(),
  }
  const happened: SessionEvent[] = []
  /** A process: one that was killed writes nothing any more. */
  const open = (process = { killed: false }) =>
    createLive({
      store: {
        ...store,
        append: (boardId, entries) =>
          process.killed ? Promise.reject(new Error('killed')) : store.append(boardId, entries),
      },
      clock,
      log: createLog('silent', false),
      newId,
      draw,
      prepare: createPrepare({ boardsOf: () => Promise.resolve({}) }),
      happened: (_boardId, events) => happened.push(...events),
    })
  let process = { killed: false }
  let live = open(process)

  /** A client: what it is sent it applies as a page does. */
  async function connect(
    name: string,
    role: Role = 'editor',
    { from, isProgram = false }: { from?: SessionState | undefined; isProgram?: boolean } = {},
  ) {
    const id = personId(name)
    const client = {
      id,
      role,
      state: from ?? NEW_SESSION,
      ended: false,
      connected: true,
      taken: 0,
      resumed: 0,
    }
    const handle = await live.join(BOARD, {
      participant: { id, name, color: '#1864ab' },
      role,
      isProgram,
      has: from?.seq,
      take(state) {
        client.state = state
        client.taken += 1
      },
      resumed() {
        client.resumed += 1
      },
      hear(event) {
        client.state = applyEvent(client.state, event)
      },
      end() {
        client.ended = true
        client.connected = false
      },
    })
    return {
      client,
      command: (command: Command) => handle.command(command),
      /** `sent`: what the command carries beside the request, as pages send it. */
      async ask(request: Request, sent: Pick<Command, 'seen' | 'at'> = {}): Promise<Answer> {
        return handle.command({ id: newId(), ...sent, ...request })
      },
      resync: () => {
        handle.resync()
      },
      become: (next: Role) => {
        client.role = next
        handle.become({ role: next })
      },
      leave() {
        client.connected = false
        handle.leave()
      },
    }
  }

  return {
    clock,
    log,
    failing,
    happened,
    made,
    newId,
    connect,
    state: () => store.load(BOARD),
    /** As after a crash: what is committed is all that there is. */
    restart: () => {
      process.killed = true
      process = { killed: false }
      live = open(process)
    },
    /** A second process that believes it has the session. */
    other: () => open(),
  }
}
