/**
 * A batch of log entries, of any number of boards, as one transaction. Must never write an entry whose owner has
 * lost the board: epochs are checked in the same transaction, under a lock that `acquire` waits for (S10).
 */
import { type SQL, sql } from 'drizzle-orm'
import { type Database, type Queries, rowsOf } from '../database/database.ts'
import { boards, updates } from '../database/schema.ts'
import { checksum } from './codec.ts'
import type { Entry } from './types.ts'

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
  if (!options.again) return append((query) => database.often(query), shares)
  return database.transaction(async (tx) => {
    // Whoever is lost has to be known before the rows are looked at: what is there may be another owner's.
    const lost = await lostBoards(tx, shares)
    const kept = await withoutWritten(
      tx,
      shares.filter((share) => !lost.has(share.boardId)),
      lost,
    )
    for (const boardId of await append((query) => rowsOf(tx, query), kept)) lost.add(boardId)
    return lost
  })
}

/** The boards whose epoch is still theirs, locked in the order of their ids: two batches cannot wait for each other. */
function locked(shares: readonly Share[]) {
  return sql`select b.id from ${boards} b
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
    sql`select u.board_id, u.seq, u.checksum from ${updates} u
        join unnest(${array(wanted, (row) => row.boardId)}::text[], ${array(wanted, (row) => row.entry.seq)}::bigint[])
          as wanted (board_id, seq) using (board_id, seq)`,
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

/**
 * Locks, inserts and touches in one statement, which is a transaction by itself: each further one, `begin` and
 * `commit` among them, costs the embedded database as much as this. Answers the boards that were lost.
 *
 * Payloads go as one blob that is cut up inside the database: neither driver takes an array of bytes well, and one
 * parameter each would end at 65,535.
 */
async function append(
  run: (query: SQL) => Promise<{ id: string }[]>,
  shares: readonly Share[],
): Promise<Set<string>> {
  const rows = rowsIn(shares)
  const starts: number[] = []
  let next = 1
  for (const { entry } of rows) {
    starts.push(next)
    next += entry.payload.byteLength
  }
  const latest = (share: Share) => (share.touch ? (share.entries.at(-1)?.at ?? NOT_TOUCHED) : NOT_TOUCHED)
  const owned = await run(
    sql`with owned as (${locked(shares)}),
        appended as (
          insert into ${updates} (board_id, seq, at, actor, connection, payload, checksum)
          select board_id, seq, to_timestamp(at / 1000.0), actor, connection,
                 substring(${sql.param(Buffer.concat(rows.map((row) => row.entry.payload)))}::bytea from start for length),
                 checksum
          from unnest(
            ${array(rows, (row) => row.boardId)}::text[],
            ${array(rows, (row) => row.entry.seq)}::bigint[],
            ${array(rows, (row) => row.entry.at)}::bigint[],
            ${array(rows, (row) => row.entry.actor)}::text[],
            ${array(rows, (row) => row.entry.connection)}::text[],
            ${sql.param(starts)}::int[],
            ${array(rows, (row) => row.entry.payload.byteLength)}::int[],
            ${array(rows, (row) => checksum(row.entry.payload))}::bigint[]
          ) as row (board_id, seq, at, actor, connection, start, length, checksum)
          where board_id in (select id from owned)
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

/** A column as one array parameter; drizzle would make a parameter of each value otherwise. */
function array<T>(from: readonly T[], value: (item: T) => string | number) {
  return sql.param(from.map(value))
}
