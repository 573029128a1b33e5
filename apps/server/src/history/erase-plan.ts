/**
 * What erasing something would take (H8), told from the log alone: for the one who is asked whether they mean it, and for
 * the erasing itself, which goes through the same. Must never change anything.
 */
import { createHash } from 'node:crypto'
import { and, asc, eq, gte } from 'drizzle-orm'
import type { Loss } from '@gamelan/board-model'
import * as Y from 'yjs'
import type { Queries } from '../database/database.ts'
import { updates } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import type { Log } from '../log.ts'
import { filesIn, type Rule, surveyFor, type Target } from './erase-rule.ts'
import { rewrite } from './rewrite.ts'
import { boardNo, damaged, endOfSecond, type LogRow, readHead, readPage, readRows, runOn } from './rows.ts'

/** What will be gone. */
export type ErasePlan = {
  /** Ids of the elements that go whole, and of each kind how many; null: the log does not tell. */
  readonly elements: readonly string[]
  readonly kinds: ReadonlyMap<string | null, number>
  /** Elements that stay and lose something. */
  readonly changed: readonly string[]
  /** How many changes lose something, and the first and the last of them. */
  readonly changes: number
  readonly first: number
  readonly last: number
  /** Images that nothing names any more. */
  readonly files: readonly string[]
  /** Equal for equal plans. */
  readonly digest: string
}

export type Logged = { readonly queries: Queries; readonly log: Log; readonly boardId: string }

/** What is learnt while a log is gone through with a rule. */
export type Findings = {
  changes: number
  first: number
  last: number
  gone: Set<string>
  kept: Set<string>
  losses: Map<string, Loss>
}

export function rowsOf({
  queries,
  log,
  boardId,
}: Logged): AsyncGenerator<readonly LogRow[], void, undefined> {
  const page = (after: number) =>
    readPage(runOn(queries), log, boardId, { after, until: Number.MAX_SAFE_INTEGER })
  return readRows(page, 0, (seq) => damaged(log, boardId, seq, 'is missing'))
}

/** Whole seconds, where they were folded. The first change stays: it is what every replay begins with. */
export async function wholeTarget({ queries, boardId }: Logged, target: Target): Promise<Target> {
  if ('elements' in target) return target
  const [begin] = await queries
    .select({ seq: updates.seq, first: updates.first })
    .from(updates)
    .where(and(eq(updates.board, boardNo(boardId)), gte(updates.seq, target.from)))
    .orderBy(asc(updates.seq))
    .limit(1)
  const head = await readHead(runOn(queries), boardId)
  const from = Math.max(2, begin?.first ?? target.from)
  const to = Math.min(head, await endOfSecond(runOn(queries), boardId, target.to))
  if (begin === undefined || from > to) throw new GamelanError('moment-unknown')
  return { from, to }
}

export async function ruleFor(logged: Logged, target: Target): Promise<Rule> {
  const survey = surveyFor(target)
  for await (const rows of rowsOf(logged))
    for (const { seq, payload } of rows) survey.row(Y.decodeUpdate(payload).structs, seq)
  return survey.rule()
}

export const nothingFound = (): Findings => ({
  changes: 0,
  first: Number.POSITIVE_INFINITY,
  last: 0,
  gone: new Set(),
  kept: new Set(),
  losses: new Map(),
})

/** The row without what goes; undefined: nothing does. */
export function eraseRow({ seq, payload }: LogRow, rule: Rule, found: Findings): Uint8Array | undefined {
  const rewritten = rewrite(payload, (struct) => {
    const verdict = rule.verdict(struct, seq)
    const place = rule.placeOf(struct)
    const { element, key } = place
    const files = filesIn(struct, place)
    for (const file of files) (verdict === 'keep' ? found.kept : found.gone).add(file)
    if (verdict !== 'keep' && element !== null && !rule.elements.has(element))
      found.losses.set(`${element} ${String(key)}`, { element, key })
    return verdict
  })
  if (rewritten === undefined) return undefined
  found.changes += 1
  found.first = Math.min(found.first, seq)
  found.last = Math.max(found.last, seq)
  return rewritten
}

export function planOf(rule: Rule, found: Findings, target: Target): ErasePlan {
  const elements = [...rule.elements].toSorted()
  const kinds = new Map<string | null, number>()
  for (const id of elements) kinds.set(rule.typeOf(id), (kinds.get(rule.typeOf(id)) ?? 0) + 1)
  const changed = [...new Set([...found.losses.values()].map(({ element }) => element))].toSorted()
  const files = [...found.gone].filter((file) => !found.kept.has(file)).toSorted()
  // Not how many changes: on a board that is drawn on there are more by the second.
  const agreed = JSON.stringify([elements, changed, files, 'from' in target ? target : null])
  const digest = createHash('sha256').update(agreed).digest('base64url')
  if (found.changes === 0) throw new GamelanError('nothing-to-erase')
  return {
    elements,
    kinds,
    changed,
    changes: found.changes,
    first: found.first,
    last: found.last,
    files,
    digest,
  }
}

/** What erasing this would take. Throws `nothing-to-erase` and `moment-unknown`. */
export async function planErasing(logged: Logged, target: Target): Promise<ErasePlan> {
  const whole = await wholeTarget(logged, target)
  const rule = await ruleFor(logged, whole)
  const found = nothingFound()
  for await (const rows of rowsOf(logged)) for (const row of rows) eraseRow(row, rule, found)
  return planOf(rule, found, whole)
}
