/** What a person types into lines that others edit too: it stays as it is typed, whatever comes meanwhile. Pure. */
import type { Line, LineRequest } from '@gamelan/protocol/session/lines'

export type LineDraft = {
  readonly text: string
  /** What the session had when the typing began. */
  readonly before: string
  /** The line in front of it by then; null: it was the first. */
  readonly behind: string | null
}

/** By line. */
export type LineDrafts = ReadonlyMap<string, LineDraft>

/** A line as it is shown. */
export type LineRow = Line & {
  readonly draft: LineDraft | undefined
  /** Others have removed it while it was typed into. */
  readonly isGone: boolean
  /** The line of the session's behind it; null: there is none. */
  readonly next: string | null
}

/** What somebody typed, as one line of the protocol's. */
export const asLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ').trim()

/** The drafts after somebody has typed into a line. */
export function withDraft(
  drafts: LineDrafts,
  rows: readonly LineRow[],
  id: string,
  text: string,
): LineDrafts {
  const place = rows.findIndex((row) => row.id === id)
  const { before, behind } = drafts.get(id) ?? {
    before: rows[place]?.text ?? '',
    behind: rows[place - 1]?.id ?? null,
  }
  return new Map(drafts).set(id, { text, before, behind })
}

/** The lines with what is typed into them. One that was removed meanwhile is shown where it stood. */
export function rowsOf(lines: readonly Line[], drafts: LineDrafts): LineRow[] {
  const rows = lines.map((line, place): LineRow => ({
    ...line,
    draft: drafts.get(line.id),
    isGone: false,
    next: lines[place + 1]?.id ?? null,
  }))
  for (const [id, draft] of drafts) {
    if (rows.some((row) => row.id === id)) continue
    const place = rows.findIndex((row) => row.id === draft.behind)
    const at = place === -1 && draft.behind !== null ? rows.length : place + 1
    const next = rows.slice(at).find(({ isGone }) => !isGone)?.id ?? null
    rows.splice(at, 0, { id, text: draft.before, draft, isGone: true, next })
  }
  return rows
}

/** What is asked of the session once somebody has typed; undefined: nothing. What was removed is added where it stood. */
export function requestOf({ id, draft, isGone, next }: LineRow): LineRequest | undefined {
  if (draft === undefined) return undefined
  const text = asLine(draft.text)
  if (isGone) return text === '' ? undefined : { change: 'add', text, before: next }
  if (text === draft.before) return undefined
  return text === '' ? { change: 'remove', line: id } : { change: 'edit', line: id, text }
}
