/**
 * A batch of log entries, of any number of boards, as one transaction. Must never write an entry whose owner has
 * lost the board: epochs are checked in the same transaction, under a lock that `acquire` waits for (S10).
 */
import { type SQL, sql } from 'drizzle-orm'
import { type Database, type Queries, rowsOf } from '../database/database.ts'
import { authors, boards, updates } from '../database/schema.ts'
import { causeCode } from '../errors.ts'
import { checksum } from './codec.ts'
import type { Author, Entry } from './types.ts'

/** What one board wants to append: entries with seqs in a row. */
export type Share = {
  readonly boardId: string
  readonly epoch: number
  readonly entries: readonly Entry[]
  /** Whether the board's `changed_at` is written, too. */
  readonly touch: boolean
}

/**
 * Commits the batch. Answers the boards that were lost to another owner, of which nothing was written. Rejects when
 * nothing at all was written, or when that cannot be known; then `again` must be set at the next attempt.
 *
 * `again`: entries that are there already are taken as written by the attempt before, if they are the same.
 */
export function commit(
  database: Database,
  shares: readonly Share[],
  options: { readonly again: boolean },
): Promise<ReadonlySet<string>> {
  const hasMore = shares.some(({ entries }) => entries.some(({ within }) => within !== undefined))
  if (!options.again && !hasMore) return append((query) => database.often(query), shares)
  return database.transaction(async (tx) => {
    // Which boards are lost has to be known before the rows are looked at: those may be another owner's.
    const lost = options.again ? await lostBoards(tx, shares) : new Set<string>()
    const kept = options.again
      ? await withoutWritten(
          tx,
          shares.filter((share) => !lost.has(share.boardId)),
          lost,
        )
      : shares
    for (const boardId of await append((query) => rowsOf(tx, query), kept)) lost.add(boardId)
    for (const { boardId, entries } of kept) {
      if (lost.has(boardId)) continue
      for (const entry of entries) await carryOut(entry, tx)
    }
    return lost
  })
}

/** What belongs to an entry was refused: nothing of the batch was written. */
export class EntryRefused extends Error {
  readonly entry: Entry

  constructor(entry: Entry, cause: unknown) {
    super('what belongs to an entry of the log was refused', { cause })
    this.entry = entry
  }
}

async function carryOut(entry: Entry, tx: Queries): Promise<void> {
  try {
    await entry.within?.(tx)
  } catch (error) {
    throw isPassing(error) ? error : new EntryRefused(entry, error)
  }
}

/** SQLSTATE classes of a database that is away or busy: connections, conflicts, resources, an operator, the system. */
const PASSING_STATE = /^(08|40|53|57|58)[0-9A-Z]{3}$/
/** Codes of the system and of the driver: a connection that broke. */
const CONNECTION_CODE = /^(E[A-Z]+|CONNECT[A-Z]*_[A-Z_]+)$/

/** Whether the same may well succeed when it is tried again. What is not known to be so is refused: it would hold up all. */
function isPassing(error: unknown): boolean {
  const code = causeCode(error)
  return code !== undefined && (PASSING_STATE.test(code) || CONNECTION_CODE.test(code))
}

/** The boards whose epoch is still theirs, locked in the order of their ids: two batches cannot wait for each other. */
function locked(shares: readonly Share[]) {
  return sql`select b.id, b.no from ${boards} b
    join unnest(${array(shares, (share) => share.boardId)}::text[], ${array(shares, (share) => share.epoch)}::bigint[])
      as share (id, epoch) on share.id = b.id and share.epoch = b.epoch
    order by b.id for no key update of b`
}

/** The boards whose epoch has moved on. The others are locked until the transaction ends. */
async function lostBoards(tx: Queries, shares: readonly Share[]): Promise<Set<string>> {
  const owned = await rowsOf<{ id: string }>(tx, locked(shares))
  const lost = new Set(shares.map((share) => share.boardId))
  for (const { id } of owned) lost.delete(id)
  return lost
}

/** After a commit whose outcome is not known. An entry that is there and differs was written by somebody else. */
async function withoutWritten(tx: Queries, shares: readonly Share[], lost: Set<string>): Promise<Share[]> {
  const wanted = rowsIn(shares)
  const there = await rowsOf<{ board_id: string; seq: number; checksum: number }>(
    tx,
    sql`select b.id as board_id, u.seq, u.checksum from ${updates} u join ${boards} b on b.no = u.board
        join unnest(${array(wanted, (row) => row.boardId)}::text[], ${array(wanted, (row) => row.entry.seq)}::bigint[])
          as wanted (board_id, seq) on wanted.board_id = b.id and wanted.seq = u.seq`,
  )
  const written = new Map(there.map((row) => [`${row.board_id} ${row.seq}`, row.checksum]))
  const rest: Share[] = []
  for (const share of shares) {
    const isWritten = (entry: Entry) => written.has(`${share.boardId} ${entry.seq}`)
    const isForeign = (entry: Entry) =>
      isWritten(entry) && written.get(`${share.boardId} ${entry.seq}`) !== checksum(entry.payload)
    if (share.entries.some(isForeign)) lost.add(share.boardId)
    else rest.push({ ...share, entries: share.entries.filter((entry) => !isWritten(entry)) })
  }
  return rest
}

/** Entries within somebody else's transaction. Throws where a board has another owner. */
export async function appendWithin(tx: Queries, shares: readonly Share[]): Promise<void> {
  const lost = await append((query) => rowsOf(tx, query), shares)
  if (lost.size > 0) throw new Error('the board has another owner')
}

/**
 * Locks, inserts and touches in one statement, which is a transaction by itself: each further one, `begin` and
 * `commit` among them, costs the embedded database as much as this. Answers the boards that were lost.
 *
 * Authors who are not known yet are added by the same statement. Nobody else can add one meanwhile: the board is locked.
 *
 * Payloads go as one blob that is cut up inside the database: neither driver takes an array of bytes well, and one
 * parameter each would end at 65,535.
 */
async function append(
  run: (query: SQL) => Promise<{ id: string }[]>,
  shares: readonly Share[],
): Promise<Set<string>> {
  const rows = rowsIn(shares)
  const { named, places } = namesIn(rows)
  const starts: number[] = []
  let next = 1
  for (const { entry } of rows) {
    starts.push(next)
    next += entry.payload.byteLength
  }
  const latest = (share: Share) => (share.touch ? (share.entries.at(-1)?.at ?? NOT_TOUCHED) : NOT_TOUCHED)
  // Each author is looked up by itself: for a join, the embedded database would plan by how few there were at first.
  const owned = await run(
    sql`with owned as (${locked(shares)}),
        named as (
          select n, owned.no as board, given.actor, given.connection, (
            select known.no from ${authors} known
            where known.board = owned.no and known.actor = given.actor and known.connection = given.connection
          ) as author
          from unnest(
            ${array(named, (_name, i) => i)}::int[],
            ${array(named, (name) => name.boardId)}::text[],
            ${array(named, (name) => name.actor)}::text[],
            ${array(named, (name) => name.connection)}::text[]
          ) as given (n, board_id, actor, connection)
          join owned on owned.id = given.board_id
        ),
        added as (
          insert into ${authors} (board, actor, connection)
          select board, actor, connection from named where author is null
          returning no, board, actor, connection
        ),
        author as (
          select n, board, author as no from named where author is not null
          union all
          select named.n, named.board, added.no from named join added using (board, actor, connection)
        ),
        appended as (
          insert into ${updates} (board, author, seq, at, checksum, payload)
          select author.board, author.no, seq, to_timestamp(at / 1000.0), checksum,
                 substring(${sql.param(Buffer.concat(rows.map((row) => row.entry.payload)))}::bytea from start for length)
          from unnest(
            ${sql.param(places)}::int[],
            ${array(rows, (row) => row.entry.seq)}::bigint[],
            ${array(rows, (row) => row.entry.at)}::bigint[],
            ${sql.param(starts)}::int[],
            ${array(rows, (row) => row.entry.payload.byteLength)}::int[],
            ${array(rows, (row) => checksum(row.entry.payload))}::int[]
          ) as row (n, seq, at, start, length, checksum)
          join author using (n)
        ),
        touched as (
          update ${boards} b set changed_at = to_timestamp(latest.at / 1000.0)
          from unnest(
            ${array(shares, (share) => share.boardId)}::text[], ${array(shares, latest)}::bigint[]
          ) as latest (id, at)
          where b.id = latest.id and latest.at <> ${NOT_TOUCHED} and b.id in (select id from owned)
        )
        select id from owned`,
  )
  const lost = new Set(shares.map((share) => share.boardId))
  for (const { id } of owned) lost.delete(id)
  return lost
}

/** Stands for the time of a board whose `changed_at` is not written. */
const NOT_TOUCHED = -1

type Row = { readonly boardId: string; readonly entry: Entry }

function rowsIn(shares: readonly Share[]): Row[] {
  return shares.flatMap(({ boardId, entries }) => entries.map((entry) => ({ boardId, entry })))
}

type Name = Author & { readonly boardId: string }

/** Everybody whom the rows name, once for each board, and of each row its place in that list. */
function namesIn(rows: readonly Row[]): { named: Name[]; places: number[] } {
  const named: Name[] = []
  const known = new Map<string, number>()
  const places = rows.map(({ boardId, entry: { actor, connection } }) => {
    const key = `${boardId}\0${actor}\0${connection}`
    const place = known.get(key) ?? named.length
    if (place === named.length) {
      named.push({ boardId, actor, connection })
      known.set(key, place)
    }
    return place
  })
  return { named, places }
}

/** A column as one array parameter; drizzle would make a parameter of each value otherwise. */
function array<T>(from: readonly T[], value: (item: T, place: number) => string | number) {
  return sql.param(from.map(value))
}
