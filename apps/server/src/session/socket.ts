/**
 * One session socket, from its admission to its end: its commands go to the live session, and what that tells goes out.
 * Must never answer a command that was not carried out as if it were, nor keep more for a socket than it may owe.
 */
import { commandSchema, type Answer } from '@gamelan/protocol/session/commands'
import { openRound } from '@gamelan/protocol/session/rounds'
import { failureCode } from '../database/failures.ts'
import {
  COMMANDS_AT_ONCE,
  COMMANDS_PER_SECOND,
  SESSION_BACKLOG,
  SESSION_MESSAGES_AT_ONCE,
  SESSION_MESSAGES_PER_SECOND,
} from '../limits.ts'
import type { LiveHandle, Member } from '../live/types.ts'
import { Rate } from '../rooms/rate.ts'
import type { SessionParts, SessionSocket } from './parts.ts'

const refusal = (code: Extract<Answer, { ok: false }>['code'], message: string): Answer => ({
  ok: false,
  code,
  message,
})

const INVALID = refusal('invalid-command', 'The command is not as described.')
const TOO_MANY = refusal('too-many-requests', 'That was too much at once. Try again in a moment.')
const NOT_JOINED = refusal('unavailable', 'The session cannot be read now. Try again in a moment.')

/** Serves a socket whose grant is in its data. Never throws. */
export function serveSocket(
  socket: SessionSocket,
  {
    live,
    roundBoards,
    clock,
    log,
    metrics,
  }: Pick<SessionParts, 'live' | 'roundBoards' | 'clock' | 'log' | 'metrics'>,
): void {
  const { grant, has } = socket.data
  const { sessionBoardId: boardId, actor } = grant
  // A program is the link's, and not anybody's.
  const isProgram = actor !== grant.participant.id
  const messages = new Rate(SESSION_MESSAGES_AT_ONCE, SESSION_MESSAGES_PER_SECOND, clock.elapsed())
  const commands = new Rate(COMMANDS_AT_ONCE, COMMANDS_PER_SECOND, clock.elapsed())

  function end(reason: string): void {
    metrics.refused.inc({ reason })
    log.info({ board: boardId, visitor: actor, reason }, 'session socket ended')
    socket.disconnect(true)
  }

  /** One that does not read comes back to the whole state, which is less than all that it missed. */
  function mayOwe(): boolean {
    const { writeBuffer } = socket.conn as unknown as { readonly writeBuffer: readonly unknown[] }
    if (writeBuffer.length <= SESSION_BACKLOG) return true
    end('tooSlow')
    return false
  }

  /** The open round, as far as this socket heard of it. */
  let asked: { readonly id: string; readonly question: string } | undefined

  /** Never rejects. */
  async function tellOwnBoard({ id, question }: { id: string; question: string }): Promise<void> {
    const person = grant.participant.id
    try {
      const board = await roundBoards.own({ id, sessionBoardId: boardId }, person, question)
      socket.emit('own-board', { round: id, board })
    } catch (error) {
      log.error({ err: error, board: boardId, visitor: actor }, 'a board of a round could not be made')
      // They come back, and are told then.
      socket.conn.close()
    }
  }

  const member: Member = {
    participant: grant.participant,
    role: grant.role,
    isProgram,
    has,
    take(state) {
      socket.emit('state', state)
      const round = openRound(state.rounds)
      // Whoever comes while a round is open, and joins it later, gets their board under its question, too.
      asked = round
      if (round !== undefined && grant.participant.id in round.drawers) void tellOwnBoard(round)
    },
    hear(event) {
      if (!mayOwe()) return
      socket.emit('event', event)
      if (event.type === 'round-opened') asked = { id: event.data.round, question: event.data.question }
      if (event.type === 'round-joined' && event.data.person === grant.participant.id) {
        void tellOwnBoard({ id: event.data.round, question: asked?.question ?? '' })
      }
    },
    // Its client connects anew by itself, which one that the server disconnects would not.
    end: () => socket.conn.close(),
  }
  const joined = join()
  joined.catch((error: unknown) => {
    const code = failureCode(error)
    if (code === 'internal') log.error({ err: error, board: boardId }, 'a session could not be joined')
    socket.conn.close()
  })

  async function join(): Promise<LiveHandle> {
    const handle = await live.join(boardId, member)
    if (!socket.connected) handle.leave()
    socket.data.handle = handle
    // Whatever they became while the session was read.
    handle.become({ role: socket.data.grant.role })
    return handle
  }

  async function command(sent: unknown): Promise<Answer> {
    if (!commands.take(clock.elapsed())) return TOO_MANY
    const read = commandSchema.safeParse(sent)
    if (!read.success) return INVALID
    try {
      return await (await joined).command(read.data)
    } catch {
      // Told where it failed.
      return NOT_JOINED
    }
  }

  socket.use(([name, ...given], next) => {
    if (!messages.take(clock.elapsed())) {
      end('tooMany')
      return
    }
    const answer = given.at(-1)
    // What asks for an answer and leaves no way to give one is no message of ours.
    if (name !== 'resync' && typeof answer !== 'function') return
    next()
  })
  socket.on('command', (sent, answer) => {
    // It never rejects.
    void command(sent).then(answer)
  })
  socket.on('time', (answer) => {
    answer(clock.now())
  })
  socket.on('resync', () => {
    socket.data.handle?.resync()
  })
  socket.on('disconnect', () => {
    socket.data.handle?.leave()
  })
}
