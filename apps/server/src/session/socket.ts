/**
 * One session socket, from its admission to its end: its commands go to the live session, and the session's events go out.
 * Never answers a command that was not carried out as if it were, nor keeps more for a socket than its backlog allows.
 */
import type { Answer, Command } from '@gamelan/protocol/session/commands'
import { openRound } from '@gamelan/protocol/session/rounds'
import type { SessionState } from '@gamelan/protocol/session/session'
import { failureCode } from '../database/failures.ts'
import { RESYNCS_AT_ONCE, RESYNCS_PER_SECOND, SESSION_BACKLOG, SESSION_BACKLOG_BYTES } from '../limits.ts'
import type { LiveHandle, Member } from '../live/types.ts'
import { Rate } from '../rooms/rate.ts'
import type { Budgets } from './budgets.ts'
import { handleEvents } from './events.ts'
import type { SessionSocket, SocketParts } from './parts.ts'

const refusal = (code: Extract<Answer, { ok: false }>['code'], message: string): Answer => ({
  ok: false,
  code,
  message,
})

const INVALID = refusal('invalid-command', 'The command is not as described.')
const TOO_MANY = refusal('too-many-requests', 'That was too much at once. Try again in a moment.')
const NOT_JOINED = refusal('unavailable', 'The session cannot be read now. Try again in a moment.')
const CLOSING = refusal('unavailable', 'The server is closing. Try again in a moment.')

/** Serves a socket whose grant is in its data. */
export function serveSocket(
  socket: SessionSocket,
  {
    live,
    roundBoards,
    clock,
    log,
    metrics,
    refusing,
    wire,
    contain,
    watch,
    commands,
    reactions,
  }: SocketParts,
): void {
  const { grant, has } = socket.data
  const { sessionBoardId: boardId, actor } = grant
  // An API client stands for a link, and for nobody.
  const isProgram = actor !== grant.participant.id
  const resyncs = new Rate(RESYNCS_AT_ONCE, RESYNCS_PER_SECOND, clock.elapsed())

  const mayUse = (budgets: Budgets, name: string) =>
    budgets.has(name, clock.elapsed()) && budgets.spend(name, 1, clock.elapsed())

  /** A client that does not read reconnects and gets the whole state, which is less than everything it missed. */
  function mayOwe(): boolean {
    const { packets, bytes } = wire.owes()
    if (packets <= SESSION_BACKLOG && bytes <= SESSION_BACKLOG_BYTES) return true
    log.info({ board: boardId, visitor: actor, packets, bytes }, 'session socket does not read')
    wire.cut('tooSlow')
    return false
  }

  /** Tells this person where they draw in the open round, if they do: with each state, and whenever they reconnect. */
  function tellOwnBoard({ rounds }: Pick<SessionState, 'rounds'>): void {
    const round = openRound(rounds)
    if (round !== undefined && grant.participant.id in round.drawers) void tellBoardOf(round)
  }

  /** Never rejects. */
  async function tellBoardOf({ id, question }: { id: string; question: string }): Promise<void> {
    const person = grant.participant.id
    try {
      const board = await roundBoards.own({ id, sessionBoardId: boardId }, person, question)
      socket.emit('own-board', { round: id, board })
    } catch (error) {
      log.error({ err: error, board: boardId, visitor: actor }, 'the board of a round could not be told')
      // Their client reconnects, and is told then.
      socket.conn.close()
    }
  }

  const member: Member = {
    participant: grant.participant,
    role: grant.role,
    isProgram,
    has,
    take: contain((state) => {
      if (!mayOwe()) return
      socket.emit('state', state)
      tellOwnBoard(state)
    }),
    resumed: contain(tellOwnBoard),
    hear: contain((event) => {
      if (!mayOwe()) return
      socket.emit('event', event)
      // The board was made with the event.
      if (event.type === 'round-joined' && event.data.person === grant.participant.id)
        void tellBoardOf({ id: event.data.round, question: '' })
    }),
    // The client reconnects, which it would not after a goodbye.
    end: contain(() => socket.conn.close()),
  }
  const joined = join()
  joined.catch((error: unknown) => {
    const code = failureCode(error)
    if (code === 'internal') log.error({ err: error, board: boardId }, 'a session could not be joined')
    socket.conn.close()
  })

  async function join(): Promise<LiveHandle> {
    const handle = await live.join(boardId, member)
    if (!socket.connected) {
      handle.leave()
      return handle
    }
    socket.data.handle = handle
    // Role or name may have changed while the session was read.
    const { role, participant } = socket.data.grant
    handle.become({ role, participant })
    return handle
  }

  async function command(sent: Command): Promise<Answer> {
    let handle: LiveHandle
    try {
      handle = await joined
    } catch {
      // Logged where it failed.
      return NOT_JOINED
    }
    if (refusing()) return CLOSING
    if (sent.type === 'react' && !mayUse(reactions, boardId)) return TOO_MANY
    return handle.command(sent)
  }

  function beforeCommand(): Answer | undefined {
    if (refusing()) return CLOSING
    return mayUse(commands, `${boardId} ${actor}`) ? undefined : TOO_MANY
  }

  handleEvents(
    socket,
    {
      command: { before: beforeCommand, run: command, otherwise: INVALID },
      time: { run: () => clock.now() },
      resync: {
        run() {
          if (resyncs.take(clock.elapsed())) socket.data.handle?.resync()
          else wire.cut('tooMany')
        },
      },
      watch,
    },
    { contain, metrics },
  )
  socket.on(
    'disconnect',
    contain(() => socket.data.handle?.leave()),
  )
}
