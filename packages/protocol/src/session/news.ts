/**
 * News of a board: what changed beside its drawing and its session, told to the sockets that watch the board, so that no page
 * has to poll. Small values travel in the message; for the rest the message says what to ask for again. Must never carry what
 * only some of the watchers may know: the server chooses who hears each kind (A3).
 */
import { z } from 'zod'
import { markSchema } from '../http/history.ts'
import { boardIdSchema } from '../ids.ts'
import { WATCHED_BOARDS } from '../limits.ts'
import { roleSchema } from '../roles.ts'

/** A board that a page shows. `history` and `members`: whether it wants to hear of those, too. */
export const watchedSchema = z.object({
  board: boardIdSchema,
  history: z.boolean().default(false),
  members: z.boolean().default(false),
})
export type Watched = z.infer<typeof watchedSchema>

/** Everything that a socket watches. It replaces what the socket watched before. */
export const watchSchema = z.array(watchedSchema).max(WATCHED_BOARDS)

/** A time in milliseconds over which everyone who hears of the same change spreads their requests. */
const withinSchema = z.int().min(0)

/**
 * The answer: the boards that are watched from now on, which always include the board of the session. `quiet`: for how long, in
 * milliseconds, none of these boards changed, and for how long their histories did not. `within`: the time over which pages
 * spread their requests for what may be older than that.
 */
export const watchingSchema = z.object({
  boards: z.array(boardIdSchema),
  quiet: z.object({ board: z.int().min(0), history: z.int().min(0) }),
  within: withinSchema,
})
export type Watching = z.infer<typeof watchingSchema>

const about = { board: boardIdSchema }

export const newsSchema = z.discriminatedUnion('kind', [
  z.object({ ...about, kind: z.literal('title'), title: z.string() }),
  /** The role of the person who is told, on the board of the session. */
  z.object({ ...about, kind: z.literal('role'), role: roleSchema }),
  /** A moment was marked, or its mark was moved. */
  z.object({ ...about, kind: z.literal('mark'), mark: markSchema }),
  z.object({ ...about, kind: z.literal('mark-removed'), mark: z.string() }),
  /** The links that the person may hand on; the series that the board is part of; who was let in, and who of them is here. */
  z.object({ ...about, kind: z.enum(['links', 'series', 'members']), within: withinSchema }),
  /** The history goes on. `head`: the last change that is saved; absent: something else about it changed. */
  z.object({ ...about, kind: z.literal('history'), head: z.int().min(0).optional(), within: withinSchema }),
])
export type News = z.infer<typeof newsSchema>
