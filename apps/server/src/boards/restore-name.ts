/** What the snapshot before a restore is called (H4). Pure. Never empty: it is how people find the way back. */
import { MARK_NAME_LENGTH } from '@gamelan/protocol/limits'
import type { Mark } from '../history/marks.ts'

export type RestoreTarget = {
  readonly seq: number
  readonly at: Date | undefined
  /** What the asker calls that point, as "14:32" by the clock on their wall. */
  readonly label: string | undefined
  /** The marks of the board. */
  readonly marks: readonly Pick<Mark, 'kind' | 'seq' | 'name' | 'by'>[]
}

export function nameBeforeRestore(by: string, { seq, at, label, marks }: RestoreTarget): string {
  const here = marks.filter((mark) => mark.seq === seq)
  const named = here.find(({ kind, name }) => kind !== 'before' && name !== '')
  const before = here.findLast(({ kind }) => kind === 'before')
  if (named) return cut(`Before ${by}’s restore to “`, named.name, '”')
  if (before) return cut(`Before ${by} took back ${before.by.name}’s restore`)
  return cut(`Before ${by}’s restore to `, label === undefined || label === '' ? timeOf(at) : label)
}

const timeOf = (at: Date | undefined): string =>
  at === undefined ? 'an earlier state' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** The parts in one, no longer than a name may be: what is too long is cut in the middle part. */
function cut(head: string, middle = '', tail = ''): string {
  const room = MARK_NAME_LENGTH - head.length - tail.length
  return (head + (middle.length > room ? `${middle.slice(0, Math.max(0, room - 1))}…` : middle) + tail).slice(
    0,
    MARK_NAME_LENGTH,
  )
}
