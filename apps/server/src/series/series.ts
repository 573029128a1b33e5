/**
 * Series: sessions that follow each other, each on a board that begins where the one before it ended. Must never look at
 * roles: who may call what is decided before, at the edge.
 */
import { and, count, desc, eq, isNull, max, sql } from 'drizzle-orm'
import type { InvitedRole, PatchSeries, WeeklyRule } from '@gamelan/protocol/http/series'
import { SERIES_BOARDS } from '@gamelan/protocol/limits'
import type { Audit } from '../access/audit.ts'
import type { Changes } from '../access/changes.ts'
import { endInvitation, newestBoard, newInvitation } from '../access/invitations.ts'
import { deriveInvitation, hashKey, linkKeyOfFeed, type InvitationKeys } from '../access/link-keys.ts'
import type { Grant } from '../access/types.ts'
import type { Clock } from '../clock.ts'
import type { Database, Queries } from '../database/database.ts'
import { isTaken } from '../database/failures.ts'
import { boards, series, seriesBoards } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import type { News } from '../news.ts'
import { zoneOf } from './time-zones.ts'

export type SeriesRow = {
  readonly id: string
  readonly title: string
  readonly question: string
  readonly rule: WeeklyRule
  readonly invitationId: string
  /** What the invitation gives. */
  readonly role: InvitedRole
  /** Raised by each change of what calendars are told. */
  readonly revision: number
  readonly changedAt: Date
}

export type SeriesBoard = { readonly id: string; readonly title: string; readonly createdAt: Date }

export type SeriesTerms = {
  readonly title: string
  readonly question: string
  readonly rule: WeeklyRule
  readonly role: InvitedRole
}

export type AllSeries = {
  /** Begins a series with a board. Throws `series-exists`, and `invalid-request` for an unknown time zone. */
  make(boardId: string, terms: SeriesTerms, by: Grant): Promise<SeriesRow>
  read(seriesId: string): Promise<SeriesRow | undefined>
  /** The series that a board belongs to. */
  ofBoard(boardId: string): Promise<{ readonly id: string; readonly title: string } | undefined>
  /** Its boards that are not in the trash, the newest first. */
  boards(seriesId: string): Promise<SeriesBoard[]>
  /** What is absent stays. Throws `invalid-request` for an unknown time zone. undefined: there is no such series. */
  change(seriesId: string, terms: PatchSeries): Promise<SeriesRow | undefined>
  /** Ends the invitation and those let in by it, and makes the next (A4). `by`: on the newest board, where it is told. */
  renew(seriesId: string, role: InvitedRole, by: Grant): Promise<SeriesRow | undefined>
  /** The keys of the invitation; undefined: it was made under another secret. */
  keys(row: SeriesRow): Promise<InvitationKeys | undefined>
  /** The series whose calendar a key opens, and the key of the link that it shows. undefined: none of that, or it is over. */
  ofFeed(seriesId: string, feedKey: string): Promise<{ row: SeriesRow; linkKey: string } | undefined>
  /**
   * Holds the series until the transaction ends, and answers it. Throws `series-went-on` where `newest` is not its newest
   * board any more, and `series-full`.
   */
  holdForNext(on: Queries, seriesId: string, newest: string): Promise<SeriesRow>
  /** Adds its next board, within that transaction. */
  add(on: Queries, seriesId: string, boardId: string): Promise<void>
  /** Tells those who watch a board of the series that the series changed. After the commit. Never rejects. */
  tellAll(seriesId: string): Promise<void>
}

type Parts = {
  readonly database: Database
  readonly changes: Pick<Changes, 'tell'>
  readonly news: Pick<News, 'tell'>
  readonly audit: Pick<Audit, 'record'>
  readonly secret: string
  readonly clock: Pick<Clock, 'now'>
  /** 128 random bits, base64url. */
  readonly newId: () => string
}

const columns = {
  id: series.id,
  title: series.title,
  question: series.question,
  weekday: series.weekday,
  start: series.start,
  minutes: series.minutes,
  timeZone: series.timeZone,
  from: series.from,
  invitationId: series.invitationId,
  role: series.role,
  revision: series.revision,
  changedAt: series.changedAt,
}

type Row = Omit<SeriesRow, 'rule'> & WeeklyRule

function seriesOf({ weekday, start, minutes, timeZone, from, ...row }: Row): SeriesRow {
  return { ...row, rule: { weekday, start, minutes, timeZone, from } }
}

function needZone(name: string | undefined): void {
  if (name === undefined || zoneOf(name) !== undefined) return
  const faults = [{ path: 'body/rule/timeZone', message: 'is no time zone that is known here' }]
  throw new GamelanError('invalid-request', { faults })
}

export function createSeries({ database, changes, news, audit, secret, clock, newId }: Parts): AllSeries {
  const { queries } = database

  async function boardIds(seriesId: string): Promise<string[]> {
    const rows = await queries
      .select({ boardId: seriesBoards.boardId })
      .from(seriesBoards)
      .where(eq(seriesBoards.seriesId, seriesId))
    return rows.map(({ boardId }) => boardId)
  }

  async function tellAll(seriesId: string): Promise<void> {
    // The change itself is done: where the database is away now, pages learn of it when they ask again.
    const told = await boardIds(seriesId).catch(() => [])
    for (const boardId of told) news.tell({ kind: 'series', boardId })
  }

  const changed = () => ({ revision: sql`${series.revision} + 1`, changedAt: new Date(clock.now()) })

  return {
    async make(boardId, { title, question, rule, role }, by) {
      needZone(rule.timeZone)
      const id = newId()
      const invitation = newInvitation(secret, id, role, newId).row
      const stamp = { revision: 0, changedAt: new Date(clock.now()) }
      try {
        const made = await database.transaction(async (tx) => {
          await tx.insert(series).values({ id, title, question, ...rule, ...invitation, ...stamp })
          await tx.insert(seriesBoards).values({ boardId, seriesId: id, position: 1 })
          await audit.record(tx, boardId, { kind: 'series-made', by: by.participant })
          await audit.record(tx, boardId, { kind: 'invitation-made', by: by.participant, role })
          const { invitationId } = invitation
          return { id, title, question, rule, invitationId, role, ...stamp }
        })
        news.tell({ kind: 'series', boardId })
        return made
      } catch (error) {
        // A board is of one series: its id is the key of what was to be added.
        throw isTaken(error) ? new GamelanError('series-exists', { cause: error }) : error
      }
    },

    async read(seriesId) {
      const [row] = await queries.select(columns).from(series).where(eq(series.id, seriesId))
      return row && seriesOf(row)
    },

    async ofBoard(boardId) {
      const [row] = await queries
        .select({ id: series.id, title: series.title })
        .from(seriesBoards)
        .innerJoin(series, eq(series.id, seriesBoards.seriesId))
        .where(eq(seriesBoards.boardId, boardId))
      return row
    },

    boards: (seriesId) =>
      queries
        .select({ id: boards.id, title: boards.title, createdAt: boards.createdAt })
        .from(seriesBoards)
        .innerJoin(boards, eq(boards.id, seriesBoards.boardId))
        .where(and(eq(seriesBoards.seriesId, seriesId), isNull(boards.trashedAt)))
        .orderBy(desc(seriesBoards.position)),

    async change(seriesId, { title, question, rule }) {
      needZone(rule?.timeZone)
      const [row] = await queries
        .update(series)
        .set({ title, question, ...rule, ...changed() })
        .where(eq(series.id, seriesId))
        .returning(columns)
      await tellAll(seriesId)
      return row && seriesOf(row)
    },

    async renew(seriesId, role, by) {
      const done = await database.transaction(async (tx) => {
        const [old] = await tx
          .select({ invitationId: series.invitationId, role: series.role })
          .from(series)
          .where(eq(series.id, seriesId))
          .for('update')
        if (!old) return undefined
        const next = newInvitation(secret, seriesId, role, newId).row
        const [row] = await tx
          .update(series)
          .set({ ...next, ...changed() })
          .where(eq(series.id, seriesId))
          .returning(columns)
        const making = { now: new Date(clock.now()), newId }
        const ended = await endInvitation(tx, old.invitationId, next, by.actor, making)
        const entry = { by: by.participant }
        await audit.record(tx, by.boardId, { kind: 'invitation-ended', ...entry, role: old.role })
        await audit.record(tx, by.boardId, { kind: 'invitation-made', ...entry, role })
        return { row: row && seriesOf(row), ended }
      })
      for (const change of done?.ended ?? []) changes.tell(change)
      // On the newest board stands the invitation, for those who may hand it on.
      if (done) news.tell({ kind: 'links', boardId: by.boardId, role })
      return done?.row
    },

    async keys({ id, invitationId }) {
      const keys = deriveInvitation(secret, id, invitationId)
      const [row] = await queries.select({ keyHash: series.keyHash }).from(series).where(eq(series.id, id))
      return row?.keyHash === hashKey(keys.link) ? keys : undefined
    },

    async ofFeed(seriesId, feedKey) {
      const [row] = await queries
        .select(columns)
        .from(series)
        .where(and(eq(series.id, seriesId), eq(series.feedKeyHash, hashKey(feedKey))))
      if (!row || (await newestBoard(queries, seriesId)) === undefined) return undefined
      return { row: seriesOf(row), linkKey: linkKeyOfFeed(feedKey) }
    },

    async holdForNext(on, seriesId, newest) {
      const [row] = await on.select(columns).from(series).where(eq(series.id, seriesId)).for('update')
      if (!row || (await newestBoard(on, seriesId)) !== newest) throw new GamelanError('series-went-on')
      const [held] = await on
        .select({ count: count() })
        .from(seriesBoards)
        .where(eq(seriesBoards.seriesId, seriesId))
      if ((held?.count ?? 0) >= SERIES_BOARDS) throw new GamelanError('series-full')
      return seriesOf(row)
    },

    async add(on, seriesId, boardId) {
      const [last] = await on
        .select({ position: max(seriesBoards.position) })
        .from(seriesBoards)
        .where(eq(seriesBoards.seriesId, seriesId))
      await on.insert(seriesBoards).values({ boardId, seriesId, position: (last?.position ?? 0) + 1 })
    },

    tellAll,
  }
}
