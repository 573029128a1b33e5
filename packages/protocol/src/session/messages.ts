/**
 * The session conversation: the messages of Socket.IO's namespace `/session`, by name, and the schemas of what a client
 * sends. A message for everyone never carries what only one person may know.
 */
import { z } from 'zod'
import { boardIdSchema } from '../ids.ts'
import { commandSchema, type Answer } from './commands.ts'
import { thingIdSchema } from './ids.ts'
import { watchSchema, type News, type Watching } from './news.ts'
import type { SessionEvent, SessionState } from './session.ts'

export const SESSION_NAMESPACE = '/session'

/** What a client opens its socket with. `seq`: of the state that it has, so that it can go on from there. */
export const sessionAuthSchema = z.object({
  boardId: boardIdSchema,
  ticket: z.string().max(1000).optional(),
  seq: z.int().min(0).optional(),
})
export type SessionAuth = z.infer<typeof sessionAuthSchema>

/** The board on which this person draws in a round: told to them alone. */
export const ownBoardSchema = z.object({ round: thingIdSchema, board: boardIdSchema })
export type OwnBoard = z.infer<typeof ownBoardSchema>

export type ServerToClient = {
  /** The whole session: on connect, and whenever a view cannot be continued. */
  state: (state: SessionState) => void
  event: (event: SessionEvent) => void
  'own-board': (own: OwnBoard) => void
  /** Something changed on a board that this socket watches. */
  news: (news: News) => void
}

export type ClientToServer = {
  command: (command: unknown, answer: (answer: Answer) => void) => void
  /** Asks for `state`: what came does not follow what was there. */
  resync: () => void
  /** Asks what time it is for the server, in milliseconds since 1970. */
  time: (answer: (now: number) => void) => void
  /** Names everything that this socket watches: `watchSchema`. */
  watch: (watched: unknown, answer: (watching: Watching) => void) => void
}

/** The arguments of each message of a client, without the acknowledgement. */
export const clientMessages = {
  command: z.tuple([commandSchema]),
  time: z.tuple([]),
  resync: z.tuple([]),
  watch: z.tuple([watchSchema]),
} as const satisfies Readonly<Record<keyof ClientToServer, z.ZodType<readonly unknown[]>>>
