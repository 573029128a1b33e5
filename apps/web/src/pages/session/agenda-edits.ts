/** What an edited block asks of the session: what was changed and nothing else, since others may have changed the rest. Pure. */
import type { Block, BlockText } from '@gamelan/protocol/session/agenda'
import type { Request } from '@gamelan/protocol/session/commands'
import type { Line, LineRequest } from '@gamelan/protocol/session/lines'

/** A block as it is edited. */
export function textOf({ title, format, question, steps, minutes, owner }: Block): BlockText {
  return { title, format, question, steps: steps.map(({ text }) => text), minutes, owner }
}

/** For each pair of places, how many lines the rest of both have in common, in order. */
function commonAfter(lines: readonly Line[], texts: readonly string[]): number[][] {
  const table = Array.from({ length: lines.length + 1 }, () => Array<number>(texts.length + 1).fill(0))
  const at = (i: number, j: number) => table[i]?.[j] ?? 0
  for (let i = lines.length - 1; i >= 0; i--) {
    const row = table[i] ?? []
    for (let j = texts.length - 1; j >= 0; j--)
      row[j] = lines[i]?.text === texts[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  return table
}

/**
 * What makes of the lines that somebody was shown those that they wrote, by the longest common subsequence: between two
 * lines that stay, the first written is the first shown, edited. `now`: the lines as they are by then; what was edited and
 * is not among them is added.
 */
export function lineEdits(
  shown: readonly Line[],
  written: readonly string[],
  now: readonly Line[],
): LineRequest[] {
  const common = commonAfter(shown, written)
  const isThere = new Set(now.map(({ id }) => id))
  const requests: LineRequest[] = []
  let [i, j] = [0, 0]
  while (i < shown.length || j < written.length) {
    // Up to the next line that stays.
    const gone: Line[] = []
    const come: string[] = []
    while (i < shown.length || j < written.length) {
      const [line, text] = [shown[i], written[j]]
      if (line !== undefined && line.text === text) break
      const isRemoved = line !== undefined && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)
      if (line !== undefined && (isRemoved || text === undefined)) {
        gone.push(line)
        i += 1
      } else if (text !== undefined) {
        come.push(text)
        j += 1
      }
    }
    const before = shown[i]?.id ?? null
    for (const [place, text] of come.entries()) {
      const line = gone[place]
      requests.push(
        line !== undefined && isThere.has(line.id)
          ? { change: 'edit', line: line.id, text }
          : { change: 'add', text, before },
      )
    }
    for (const { id } of gone.slice(come.length)) requests.push({ change: 'remove', line: id })
    i += 1
    j += 1
  }
  return requests
}

/** undefined: nothing was changed. `shown`: the block as it was when the editing began; `now`: as it is. */
export function blockEdit(
  shown: Block,
  written: BlockText,
  now: Block,
): Extract<Request, { type: 'edit-block' }> | undefined {
  const { steps, ...texts } = written
  const text = Object.fromEntries(
    Object.entries(texts).filter(([key, value]) => shown[key as keyof typeof texts] !== value),
  )
  const edits = lineEdits(shown.steps, steps, now.steps)
  if (Object.keys(text).length === 0 && edits.length === 0) return undefined
  return {
    type: 'edit-block',
    block: shown.id,
    ...(Object.keys(text).length > 0 && { text }),
    ...(edits.length > 0 && { steps: edits }),
  }
}
