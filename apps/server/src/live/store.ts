/**
 * A session's events in the database, and now and then the whole state, so that opening it does not read all of them. Must
 * never answer a session that is not whole: an event that is missing or not understood is an error.
 */
import { and, asc, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import {
  applyEvent,
  NEW_SESSION,
  sessionEventSchema,
  sessionStateSchema,
  type SessionEvent,
  type SessionState,
} from '@gamelan/protocol/session/session'
import { MILESTONE_EVENTS, milestonesOf, type Milestone } from '@gamelan/protocol/session/milestones'
import type { Boards, SessionBoard } from '../boards/types.ts'
import type { Database, Queries } from '../database/database.ts'
import { sessionEvents, sessionStates } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import { SESSION_MILESTONE_EVENTS } from '../limits.ts'
import type { Log } from '../log.ts'

/**
 * An event. The last one of a command carries the command's id, so that it is not carried out twice, and the boards that
 * are made with it.
 */
export type Entry = {
  readonly event: SessionEvent
  readonly command: string | undefined
  readonly boards?: readonly SessionBoard[]
}

export type Store = {
  /** The session as it is. Throws `unavailable` for one that is not whole. */
  load(boardId: string): Promise<SessionState>
  /**
   * Appends events that follow each other, and makes their boards: all or none. Throws where somebody else has appended
   * since, and where one of the commands was carried out before.
   */
  append(boardId: string, entries: readonly Entry[]): Promise<void>
  /** The events after a position, up to another. Throws `unavailable` where one is not understood. */
  events(boardId: string, range: { readonly after: number; readonly until: number }): Promise<SessionEvent[]>
  /** Appends the first event of a board that is being made, in the transaction that makes it. */
  begin(on: Queries, boardId: string, event: SessionEvent): Promise<void>
  /** Where a command of somebody ended in the order; undefined: it was not carried out. */
  find(boardId: string, person: string, command: string): Promise<number | undefined>
  /** What the session leaves on the board's timeline. Throws `unavailable` where an event is not understood. */
  milestones(boardId: string): Promise<Milestone[]>
  /** The boards of a round that was revealed in this board's session. undefined: there is none. */
  revealed(boardId: string, round: string): Promise<readonly string[] | undefined>
  /** Keeps the whole state. */
  keep(boardId: string, state: SessionState): Promise<void>
}

type Parts = {
  readonly database: Database
  readonly boards: Pick<Boards, 'makeForSession'>
  readonly log: Log
}

export function createStore({ database, boards, log }: Parts): Store {
  const { queries } = database

  function damaged(boardId: string, seq: number, what: string): GamelanError {
    log.error({ board: boardId, seq }, `session ${what}`)
    return new GamelanError('unavailable', { detail: 'the session of this board cannot be read' })
  }

  /** Throws `unavailable` where it is not understood. */
  function eventOf({
    boardId,
    seq,
    at,
    actorId: by,
    type,
    data,
  }: typeof sessionEvents.$inferSelect): SessionEvent {
    const event = sessionEventSchema.safeParse({ seq, at: at.getTime(), by, type, data })
    if (!event.success) throw damaged(boardId, seq, 'event is not understood')
    return event.data
  }

  async function insert(on: Queries, boardId: string, entries: readonly Entry[]): Promise<void> {
    await on.insert(sessionEvents).values(
      entries.map(({ event: { seq, at, by, type, data }, command }) => ({
        boardId,
        seq,
        at: new Date(at),
        actorId: by,
        type,
        data,
        command: command ?? null,
      })),
    )
  }

  async function kept(boardId: string): Promise<SessionState> {
    const [row] = await queries
      .select({ state: sessionStates.state })
      .from(sessionStates)
      .where(eq(sessionStates.boardId, boardId))
    if (row === undefined) return NEW_SESSION
    const read = sessionStateSchema.safeParse(row.state)
    if (read.success) return read.data
    // Of another version: the events say the same.
    log.info({ board: boardId }, 'a kept session state is not understood and is made anew')
    return NEW_SESSION
  }

  return {
    async load(boardId) {
      let state = await kept(boardId)
      const rows = await queries
        .select()
        .from(sessionEvents)
        .where(and(eq(sessionEvents.boardId, boardId), gt(sessionEvents.seq, state.seq)))
        .orderBy(asc(sessionEvents.seq))
      for (const row of rows) {
        const event = eventOf(row)
        if (event.seq !== state.seq + 1) throw damaged(boardId, state.seq + 1, 'event is missing')
        state = applyEvent(state, event)
      }
      return state
    },

    append(boardId, entries) {
      const made = entries.flatMap((entry) => entry.boards ?? [])
      if (made.length === 0) return insert(queries, boardId, entries)
      return database.transaction(async (tx) => {
        await boards.makeForSession(tx, made)
        await insert(tx, boardId, entries)
      })
    },

    async events(boardId, { after, until }) {
      const rows = await queries
        .select()
        .from(sessionEvents)
        .where(
          and(
            eq(sessionEvents.boardId, boardId),
            gt(sessionEvents.seq, after),
            lte(sessionEvents.seq, until),
          ),
        )
        .orderBy(asc(sessionEvents.seq))
      return rows.map(eventOf)
    },

    begin: (on, boardId, event) => insert(on, boardId, [{ event, command: undefined }]),

    async find(boardId, person, command) {
      const [row] = await queries
        .select({ seq: sessionEvents.seq })
        .from(sessionEvents)
        .where(
          and(
            eq(sessionEvents.boardId, boardId),
            eq(sessionEvents.actorId, person),
            eq(sessionEvents.command, command),
          ),
        )
      return row?.seq
    },

    async milestones(boardId) {
      const rows = await queries
        .select()
        .from(sessionEvents)
        .where(and(eq(sessionEvents.boardId, boardId), inArray(sessionEvents.type, MILESTONE_EVENTS)))
        .orderBy(asc(sessionEvents.seq))
        .limit(SESSION_MILESTONE_EVENTS)
      return milestonesOf(rows.map(eventOf))
    },

    async revealed(boardId, round) {
      const [row] = await queries
        .select()
        .from(sessionEvents)
        .where(
          and(
            eq(sessionEvents.boardId, boardId),
            eq(sessionEvents.type, 'round-revealed'),
            sql`${sessionEvents.data} ->> 'round' = ${round}`,
          ),
        )
      if (row === undefined) return undefined
      const event = eventOf(row)
      return event.type === 'round-revealed' ? Object.values(event.data.boards) : undefined
    },

    async keep(boardId, state) {
      await queries
        .insert(sessionStates)
        .values({ boardId, seq: state.seq, state })
        .onConflictDoUpdate({ target: sessionStates.boardId, set: { seq: state.seq, state } })
    },
  }
}
