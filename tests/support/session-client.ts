/**
 * A raw client of the session conversation, that does with what it is told what a page does. Must never ask for the state
 * by itself: a test sees what the server sends.
 */
import { io, type Socket } from 'socket.io-client'
import type { Answer, Command, Request } from '@gamelan/protocol/session/commands'
import type { ClientToServer, ServerToClient } from '@gamelan/protocol/session/messages'
import { newsSchema, type News, type Watching } from '@gamelan/protocol/session/news'
import {
  applyEvent,
  sessionEventSchema,
  sessionStateSchema,
  type SessionEvent,
  type SessionState,
} from '@gamelan/protocol/session/session'

export type SessionClient = {
  readonly state: SessionState
  /** The events that came, in the order in which they came. */
  readonly events: readonly SessionEvent[]
  /** The boards on which this person draws in rounds, by round. */
  readonly ownBoards: ReadonlyMap<string, string>
  /** The news of boards, in the order in which they came. */
  readonly news: readonly News[]
  /** Resolves when news like this have come. */
  hear(like: (news: News) => boolean): Promise<News>
  /** Names what is watched; resolves with the answer. */
  watch(watched: unknown): Promise<Watching>
  /** How often the whole state came. */
  readonly states: number
  readonly connected: boolean
  /** Resolves when the state is like this. */
  until(like: (state: SessionState) => boolean): Promise<SessionState>
  ask(request: Request): Promise<Answer>
  command(command: unknown): Promise<Answer>
  /** What time it is for the server. */
  time(): Promise<number>
  resync(): void
  /** Resolves when the server, or the line, has ended the socket. */
  readonly ended: Promise<string>
  /** Cuts the line, as a network does: the client comes back by itself with what it has. */
  cut(): void
  end(): void
}

let ids = 0
export const commandId = () => `command-${String(++ids).padStart(12, '0')}`

export type Opening = {
  readonly headers?: Readonly<Record<string, string>>
  readonly ticket?: string
  /** Position of the state that it says it has. */
  readonly has?: SessionState
  /** The board that the address names; null: none. The board itself where absent. */
  readonly named?: string | null
}

/** Opens a socket on a board's session. Rejects with the code by which it was refused. */
export async function openSession(
  origin: string,
  boardId: string,
  { headers = {}, ticket, has, named = boardId }: Opening = {},
): Promise<SessionClient> {
  let state = has
  let states = 0
  const events: SessionEvent[] = []
  const ownBoards = new Map<string, string>()
  const news: News[] = []
  const looks = new Set<() => void>()
  const changed = () => {
    for (const look of looks) look()
  }
  const socket: Socket<ServerToClient, ClientToServer> = io(`${origin}/session`, {
    auth: (answer) => answer({ boardId, ticket, seq: state?.seq }),
    extraHeaders: { ...headers },
    ...(named !== null && { query: { board: named } }),
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 200,
  })
  socket.on('state', (sent) => {
    state = sessionStateSchema.parse(sent)
    states += 1
    changed()
  })
  socket.on('event', (sent) => {
    const event = sessionEventSchema.parse(sent)
    events.push(event)
    if (state === undefined) throw new Error('an event came before the state')
    state = applyEvent(state, event)
    changed()
  })
  socket.on('own-board', ({ round, board }) => {
    ownBoards.set(round, board)
    changed()
  })
  socket.on('news', (sent) => {
    news.push(newsSchema.parse(sent))
    changed()
  })
  const ended = new Promise<string>((resolve) => socket.once('disconnect', resolve))
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: Error): void => {
      socket.close()
      reject(error)
    }
    socket.once('connect_error', refuse)
    socket.once('connect', () => {
      // From here on it comes back by itself, however often the server is not there yet.
      socket.off('connect_error', refuse)
      resolve()
    })
  })
  const until = (like: (state: SessionState) => boolean) =>
    new Promise<SessionState>((resolve) => {
      const look = () => {
        if (state === undefined || !like(state)) return
        looks.delete(look)
        resolve(state)
      }
      looks.add(look)
      look()
    })
  const hear = (like: (news: News) => boolean) =>
    new Promise<News>((resolve) => {
      const look = () => {
        const found = news.find(like)
        if (found === undefined) return
        looks.delete(look)
        resolve(found)
      }
      looks.add(look)
      look()
    })
  await until(() => true)
  const command = (sent: unknown) => socket.emitWithAck('command', sent)
  return {
    get state() {
      if (state === undefined) throw new Error('there is no state')
      return state
    },
    events,
    ownBoards,
    news,
    hear,
    watch: (watched) => socket.emitWithAck('watch', watched),
    get states() {
      return states
    },
    get connected() {
      return socket.connected
    },
    until,
    command,
    ask: (request) => command({ id: commandId(), ...request } satisfies Command),
    time: () => socket.emitWithAck('time'),
    resync: () => socket.emit('resync'),
    ended,
    cut: () => socket.io.engine.close(),
    end: () => socket.close(),
  }
}
