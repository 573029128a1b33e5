/** What a person types into lines that others edit too: it stays as it is typed, whatever comes meanwhile. Pure. */
import type { Line, LineRequest } from '@gamelan/protocol/session/lines'

export type LineDraft = {
  readonly text: string
  /** What the session had when the typing began. */
  readonly before: string
  /** The line in front of it by then; null: it was the first. */
  readonly behind: string | null
  /** What was sent of it and is not answered yet; null: nothing. Empty: that it goes. */
  readonly sent: string | null
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
  const draft = drafts.get(id) ?? {
    before: rows[place]?.text ?? '',
    behind: rows[place - 1]?.id ?? null,
    sent: null,
  }
  return new Map(drafts).set(id, { ...draft, text })
}

/** The drafts without this one of a line, unless something newer was typed. */
export function without(drafts: LineDrafts, id: string, draft: LineDraft): LineDrafts {
  if (drafts.get(id) !== draft) return drafts
  const others = new Map(drafts)
  others.delete(id)
  return others
}

/** The drafts after this text of a line was sent. */
export function withSent(drafts: LineDrafts, id: string, sent: string): LineDrafts {
  const draft = drafts.get(id)
  return draft === undefined ? drafts : new Map(drafts).set(id, { ...draft, sent })
}

/** The drafts after it was answered whether that was done: what was typed since goes on from there. */
export function withAnswer(drafts: LineDrafts, id: string, sent: string, isDone: boolean): LineDrafts {
  const draft = drafts.get(id)
  // Something newer is on its way.
  if (draft?.sent !== sent) return drafts
  const rest = new Map(drafts)
  if (isDone && asLine(draft.text) === sent) rest.delete(id)
  else rest.set(id, { ...draft, before: isDone ? sent : draft.before, sent: null })
  return rest
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
  // What is on its way will be there: by what is asked now, it may be taken back.
  const { before, sent } = draft
  if (isGone) return text === '' || sent !== null ? undefined : { change: 'add', text, before: next }
  if (text === (sent ?? before)) return undefined
  return text === '' ? { change: 'remove', line: id } : { change: 'edit', line: id, text }
}

/** Whether others have changed a line while it was typed into. */
export const isOvertaken = ({ text, draft }: LineRow): boolean =>
  draft !== undefined && text !== draft.before && text !== draft.sent
