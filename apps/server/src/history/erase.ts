/**
 * Something is erased from a board's log for good (H8): from its rows, from the documents that are kept along it, and
 * from the document that is now. Must never change anything else, and never leave it half done: it is one transaction,
 * under the lock that folding and naming moments take, and what comes of it is compared with what was.
 *
 * No row goes: each keeps its place, its time and its author, and every struct its id. That is how copies that were made
 * before cannot bring back what was erased: for everyone who has the log, it is known, and empty.
 */
import { and, eq, inArray, sql } from 'drizzle-orm'
import { ELEMENTS, ERASER_CLIENT, fallBack, signErased } from '@gamelan/board-model'
import * as Y from 'yjs'
import type { Queries } from '../database/database.ts'
import { boards, erasures, keyframes, updates } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import { ERASE_ROWS_AT_ONCE } from '../limits.ts'
import { appendWithin } from './batch.ts'
import { checksum, pack, toRow } from './codec.ts'
import {
  type ErasePlan,
  eraseRow,
  type Findings,
  type Logged,
  nothingFound,
  planOf,
  rowsOf,
  ruleFor,
  wholeTarget,
} from './erase-plan.ts'
import type { Rule, Target } from './erase-rule.ts'
import { applyAll } from './history.ts'
import { recountLog } from './log-bytes.ts'
import { boardNo, type LogRow, readHead, runOn } from './rows.ts'
import { sameContent } from './same-content.ts'
import type { Author, Ownership } from './types.ts'

export type Erasure = {
  readonly id: string
  /** Who erases, by the name that they have now. */
  readonly by: { readonly id: string; readonly name: string }
  readonly author: Author
  readonly at: Date
  /** What was agreed to. Another plan is not carried out. */
  readonly digest: string
}

/**
 * Erases it, within a transaction. Throws as `planErasing` in erase-plan.ts does; `erase-differs` where this is not what was agreed to;
 * and `unavailable` where the board has another owner by now.
 */
export async function eraseFromLog(
  logged: Logged,
  target: Target,
  { boardId, epoch }: Ownership,
  { id, by, author, at, digest }: Erasure,
): Promise<{ readonly plan: ErasePlan; readonly generation: number; readonly seq: number }> {
  const { queries: tx, log } = logged
  const [board] = await tx
    .select({ epoch: boards.epoch, generation: boards.generation })
    .from(boards)
    .where(eq(boards.id, boardId))
    .for('no key update')
  if (board?.epoch !== epoch)
    throw new GamelanError('unavailable', { detail: 'the board was opened elsewhere' })
  const generation = board.generation + 1

  const whole = await wholeTarget(logged, target)
  const rule = await ruleFor(logged, whole)
  const { docs, found } = await rewriteLog(logged, rule, whole)
  const plan = planOf(rule, found, whole)
  if (plan.digest !== digest) throw new GamelanError('erase-differs')
  requireRest(docs.is, docs.was, rule, plan)

  const change = changeBy(docs, rule, found, generation)
  const seq = (await readHead(runOn(tx), boardId)) + 1
  const entry = { ...author, seq, at: at.getTime(), payload: change }
  await appendWithin(tx, [{ boardId, epoch, entries: [entry], touch: false }])
  await recountLog(tx, boardId)
  await tx.update(boards).set({ generation, changedAt: at }).where(eq(boards.id, boardId))
  await tx.insert(erasures).values({
    id,
    boardId,
    seq,
    at,
    actorId: by.id,
    actorName: by.name,
    what: 'elements' in target ? 'elements' : 'stretch',
    first: plan.first,
    last: plan.last,
    elements: plan.elements.length,
    changes: plan.changes,
  })
  for (const doc of Object.values(docs)) doc?.destroy()
  log.info({ board: boardId, seq, generation, changes: plan.changes }, 'erased from the log')
  return { plan, generation, seq }
}

type Docs = {
  /** The document as it is without what goes. */
  readonly is: Y.Doc
  /** As it was. */
  readonly was: Y.Doc
  /** As it was before the stretch, without what goes. */
  before: Y.Doc | undefined
}

/** Writes the rows and the kept documents anew that hold something of what goes. */
async function rewriteLog(
  logged: Logged,
  rule: Rule,
  target: Target,
): Promise<{ docs: Docs; found: Findings }> {
  const { queries: tx, boardId } = logged
  const docs: Docs = { is: new Y.Doc(), was: new Y.Doc(), before: undefined }
  const found = nothingFound()
  const kept = await tx.select({ seq: keyframes.seq }).from(keyframes).where(eq(keyframes.boardId, boardId))
  const keyframeAt = new Set(kept.map(({ seq }) => seq))
  let [was, is]: [Uint8Array[], Uint8Array[]] = [[], []]
  const take = () => {
    applyAll(docs.was, was)
    applyAll(docs.is, is)
    ;[was, is] = [[], []]
  }
  for await (const rows of rowsOf(logged)) {
    let changed: RewrittenRow[] = []
    for (const row of rows) {
      if ('from' in target && docs.before === undefined && row.seq >= target.from) {
        take()
        docs.before = copyOf(docs.is)
      }
      const rewritten = eraseRow(row, rule, found)
      was.push(row.payload)
      is.push(rewritten ?? row.payload)
      if (rewritten !== undefined) changed.push({ ...row, payload: rewritten })
      if (changed.length >= ERASE_ROWS_AT_ONCE) {
        await writeRows(tx, boardId, changed)
        changed = []
      }
      if (keyframeAt.has(row.seq) && found.changes > 0) {
        take()
        await writeKeyframe(tx, boardId, row.seq, docs.is)
        keyframeAt.delete(row.seq)
      }
    }
    take()
    await writeRows(tx, boardId, changed)
  }
  // One that is at no row cannot be made again; the log has everything.
  const stale = [...keyframeAt].filter((seq) => seq >= found.first)
  if (stale.length > 0)
    await tx.delete(keyframes).where(and(eq(keyframes.boardId, boardId), inArray(keyframes.seq, stale)))
  return { docs, found }
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

type RewrittenRow = Pick<LogRow, 'seq' | 'first' | 'payload'>

/** Payloads go as one blob that is cut up inside the database, as in batch.ts. */
async function writeRows(tx: Queries, boardId: string, rows: readonly RewrittenRow[]): Promise<void> {
  if (rows.length === 0) return
  const packed = await Promise.all(
    rows.map(async ({ seq, first, payload }) => ({ seq, ...(await toRow(payload, first !== null)) })),
  )
  const starts: number[] = []
  let next = 1
  for (const { payload } of packed) {
    starts.push(next)
    next += payload.byteLength
  }
  await tx.execute(sql`
    update ${updates} u
    set payload = substring(${sql.param(Buffer.concat(packed.map(({ payload }) => payload)))}::bytea from r.start for r.length),
        checksum = r.checksum
    from unnest(
      ${sql.param(packed.map(({ seq }) => seq))}::bigint[],
      ${sql.param(starts)}::int[],
      ${sql.param(packed.map(({ payload }) => payload.byteLength))}::int[],
      ${sql.param(packed.map((row) => row.checksum))}::int[]
    ) as r (seq, start, length, checksum)
    where u.board = ${boardNo(boardId)} and u.seq = r.seq`)
}

async function writeKeyframe(tx: Queries, boardId: string, seq: number, doc: Y.Doc): Promise<void> {
  const { encoding, payload } = await pack(Y.encodeStateAsUpdate(doc))
  await tx
    .update(keyframes)
    .set({ encoding, payload, checksum: checksum(payload) })
    .where(and(eq(keyframes.boardId, boardId), eq(keyframes.seq, seq)))
}

/** Throws unless the document is what it was, but for what goes. */
function requireRest(is: Y.Doc, was: Y.Doc, rule: Rule, { changed }: ErasePlan): void {
  const isWhole = is.store.pendingStructs === null && is.store.pendingDs === null
  const clocks = (doc: Y.Doc) =>
    [...Y.decodeStateVector(Y.encodeStateVector(doc))].toSorted(([a], [b]) => a - b)
  const touched = new Set([...changed, ...rule.elements])
  const rest = (doc: Y.Doc) =>
    [...doc.getMap(ELEMENTS)].filter(([id]) => !touched.has(id)).sort(([a], [b]) => (a < b ? -1 : 1))
  if (!isWhole || !sameContent(clocks(is), clocks(was)) || !sameContent(rest(is), rest(was)))
    throw new Error('erasing would have changed something else')
  if ([...rule.elements].some((id) => is.getMap(ELEMENTS).has(id)))
    throw new Error('an element is still there')
}

/** What the log says of it: the sign, and of what is in force from the stretch the values from before. */
function changeBy({ is, before }: Docs, rule: Rule, { losses }: Findings, generation: number): Uint8Array {
  const known = Y.encodeStateVector(is)
  is.clientID = ERASER_CLIENT
  is.transact(() => {
    if (before) fallBack(is, before, losses.values(), rule.texts)
    signErased(is, generation)
  })
  // With the deletions that were before, which is no harm: they are known.
  return Y.encodeStateAsUpdate(is, known)
}
