/**
 * Text that several people type into (M4). The document holds letters in a Y.Text; a canvas knows only what the
 * text was and what it is now. From the two come edits, and the edits are carried over to what the document holds
 * meanwhile, so that a letter which the canvas has not seen yet is neither lost nor doubled.
 */
import diff from 'fast-diff'
import type * as Y from 'yjs'
import { hashText } from './json.ts'

/** At `index`, remove `remove` UTF-16 units, then insert. */
export type TextEdit = Readonly<{ index: number; remove: number; insert: string }>

/** A run that two texts share: `length` units, at `before` in the one and at `current` in the other. */
type SharedRun = Readonly<{ before: number; current: number; length: number }>

/**
 * Up to this many UTF-16 units are compared letter by letter. That is quadratic at worst, and what others typed is
 * among its input; past it, what stands between a common beginning and end counts as replaced.
 */
const MAX_COMPARED = 4_000

function compare(before: string, after: string): diff.Diff[] {
  if (before.length + after.length <= MAX_COMPARED) return diff(before, after)
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  if (isHighSurrogate(before, start - 1)) start--
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++
  if (isHighSurrogate(before, before.length - end - 1)) end--
  const removed = before.slice(start, before.length - end)
  const inserted = after.slice(start, after.length - end)
  const middle: diff.Diff[] =
    removed.length + inserted.length <= MAX_COMPARED
      ? diff(removed, inserted)
      : [
          [diff.DELETE, removed],
          [diff.INSERT, inserted],
        ]
  return [[diff.EQUAL, before.slice(0, start)], ...middle, [diff.EQUAL, before.slice(before.length - end)]]
}

/** Whether a cut behind this unit would tear a character apart. */
function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit >= 0xd800 && unit <= 0xdbff
}

function sharedRuns(before: string, current: string): SharedRun[] {
  const runs: SharedRun[] = []
  let a = 0
  let b = 0
  for (const [kind, part] of compare(before, current)) {
    if (kind === diff.EQUAL) runs.push({ before: a, current: b, length: part.length })
    if (kind !== diff.INSERT) a += part.length
    if (kind !== diff.DELETE) b += part.length
  }
  return runs
}

/** Where a caret that stood at `index` of the old text stands now: behind the nearest letter left of it. */
function carry(index: number, runs: readonly SharedRun[]): number {
  let position = 0
  for (const run of runs) {
    if (run.before >= index) break
    position = run.current + Math.min(index - run.before, run.length)
  }
  return position
}

/**
 * The edits that turn `before` into `after`, as edits of `current`, which grew out of `before` by others' hands.
 * In descending order of index: apply them one after the other.
 */
export function mergeText(before: string, after: string, current: string): TextEdit[] {
  const runs = sharedRuns(before, current)
  const edits: TextEdit[] = []
  let index = 0
  for (const [kind, part] of compare(before, after)) {
    if (kind === diff.INSERT) {
      edits.push({ index: carry(index, runs), remove: 0, insert: part })
      continue
    }
    const end = index + part.length
    if (kind === diff.DELETE) {
      for (const run of runs) {
        const from = Math.max(index, run.before)
        const to = Math.min(end, run.before + run.length)
        if (from < to) edits.push({ index: run.current + from - run.before, remove: to - from, insert: '' })
      }
    }
    index = end
  }
  return edits.sort((a, b) => b.index - a.index || b.remove - a.remove)
}

/** `current` with the difference between `before` and `after` made in it, as in a shared text. */
export function carryOver(before: string, after: string, current: string): string {
  let text = current
  for (const { index, remove, insert } of mergeText(before, after, current))
    text = text.slice(0, index) + insert + text.slice(index + remove)
  return text
}

/** The letters of a shared text; embeds and formatting, which nobody here writes, are not among them. */
export function lettersOf(text: Y.Text): string {
  // oxlint-disable-next-line typescript/no-base-to-string -- Y.Text overrides it; its type declarations do not say so
  return text.toString()
}

/** Writes one canvas' change into a shared text. Returns whether there was anything to write. */
export function writeText(text: Y.Text, before: string, after: string): boolean {
  const edits = mergeText(before, after, lettersOf(text))
  for (const { index, remove, insert } of edits) {
    if (remove > 0) text.delete(index, remove)
    if (insert) text.insert(index, insert)
  }
  return edits.length > 0
}

/**
 * What a layout was measured for. When the text or its font is another one now, the layout is stale: two people
 * typed at once, and each measured what they saw.
 */
export function fingerprintText(text: string, fontSize: number, fontFamily: number): number {
  return hashText(`${fontSize} ${fontFamily} ${text}`) >>> 1
}

/** Whether a wrapped text is that text, white space and line breaks aside. */
export function isWrappingOf(wrapped: string, text: string): boolean {
  return wrapped === text || wrapped.replace(/\s+/g, '') === text.replace(/\s+/g, '')
}
