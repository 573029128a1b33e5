/**
 * Which rows of the log become which when they are folded (H6): within a second one row for each author, so that what
 * the log says of who did it stays true. Pure. A second ends early at a marked moment, which stays exact.
 */
import * as Y from 'yjs'

/** A row as it is, and as it will be. */
export type FoldRow = {
  readonly seq: number
  readonly first: number | null
  /** Milliseconds since 1970. */
  readonly at: number
  /** As the log has it: a number of `authors`. */
  readonly author: number
  readonly changes: number
  /** A Yjs V1 update. */
  readonly payload: Uint8Array
}

/** Rows that go, and what comes in their place, under the last of their seqs. */
export type Fold = { readonly gone: readonly FoldRow[]; readonly folded: readonly FoldRow[] }

/** @param marked moments that have a name */
export function planFolds(rows: readonly FoldRow[], marked: ReadonlySet<number>): Fold[] {
  const folds: Fold[] = []
  let second: FoldRow[] = []
  const close = () => {
    const fold = foldSecond(second)
    if (fold !== undefined) folds.push(fold)
    second = []
  }
  for (const row of rows) {
    const before = second.at(-1)
    if (before !== undefined && secondOf(before) !== secondOf(row)) close()
    // Folded before: it is as small as it gets. The first entry is what every replay begins with.
    if (row.first !== null || row.seq === 1) close()
    else second.push(row)
    if (marked.has(row.seq)) close()
  }
  close()
  return folds
}

const secondOf = ({ at }: FoldRow): number => Math.floor(at / 1000)

/** undefined: it would have as many rows as before. */
function foldSecond(gone: readonly FoldRow[]): Fold | undefined {
  const [begin, end] = [gone[0], gone.at(-1)]
  const byAuthor = new Map<number, FoldRow[]>()
  for (const row of gone) {
    const rows = byAuthor.get(row.author)
    if (rows === undefined) byAuthor.set(row.author, [row])
    else rows.push(row)
  }
  if (begin === undefined || end === undefined || byAuthor.size === gone.length) return undefined
  const folded: FoldRow[] = []
  for (const [author, rows] of byAuthor) {
    folded.push({
      seq: end.seq - byAuthor.size + folded.length + 1,
      first: begin.seq,
      at: end.at,
      author,
      changes: rows.reduce((sum, { changes }) => sum + changes, 0),
      payload: Y.mergeUpdates(rows.map(({ payload }) => payload)),
    })
  }
  return { gone, folded }
}

/** Whether two documents hold the same: every struct, every deletion, and what can be read of the drawing. */
export function sameDocument(a: Y.Doc, b: Y.Doc): boolean {
  const isWhole = ({ store }: Y.Doc) => store.pendingStructs === null && store.pendingDs === null
  if (!isWhole(a) || !isWhole(b) || !Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b))) return false
  const read = (doc: Y.Doc) =>
    JSON.stringify(
      ['elements', 'meta'].map((name) => {
        const json = doc.getMap(name).toJSON()
        return Object.keys(json)
          .toSorted()
          .map((key) => [key, sorted(json[key])])
      }),
    )
  return read(a) === read(b)
}

/** Keys in an order that does not tell in which they came. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)])
}
