/**
 * What this person did to texts, so that an undo takes back their letters and nobody else's (M8). Excalidraw's undo
 * puts a text back whole, as it was before; what others typed since is not in that. A text that becomes what it was
 * before a change of this person's, and not by typing, is therefore taken for: my changes since then are undone.
 */
import { carryOver } from '@gamelan/board-model'

/** Older ones are undone letter by letter as they stand: further back than anybody undoes. */
const MOST_REMEMBERED = 100

type OwnChange = { before: string; after: string; readonly session: number | undefined }

export class TextPast {
  readonly #changes = new Map<string, OwnChange[]>()
  /** The text that is typed into, and those that were since the last `settle`. */
  #editing: string | undefined
  readonly #typed = new Set<string>()
  #session = 0

  /** The text that the hand is in, at every sign of life of the canvas. */
  look(editing: string | undefined): void {
    if (editing !== this.#editing) this.#session++
    this.#editing = editing
    if (editing !== undefined) this.#typed.add(editing)
  }

  /** Everything that was typed has been told. */
  settle(): void {
    if (this.#typed.size > 0) this.#typed.clear()
    if (this.#editing !== undefined) this.#typed.add(this.#editing)
  }

  /** A text went from one state to another on this canvas; answers with what it is to become for all. */
  change(id: string, before: string, after: string): string {
    const changes = this.#changes.get(id) ?? []
    this.#changes.set(id, changes)
    const isTyped = this.#typed.has(id)
    const meant = isTyped ? after : takenBack(changes, before, after)
    const last = changes.at(-1)
    const session = isTyped ? this.#session : undefined
    // The undo of a session is one step.
    if (last && isTyped && last.session === session && last.after === before) last.after = meant
    else changes.push({ before, after: meant, session })
    if (changes.length > MOST_REMEMBERED) changes.shift()
    return meant
  }
}

/** `before` without the changes since the text was `target`, if it ever was; else `target`. */
function takenBack(changes: readonly OwnChange[], before: string, target: string): string {
  const since = changes.findLastIndex((change) => change.before === target)
  if (since < 0) return target
  return changes.slice(since).reduceRight((text, own) => carryOver(own.after, own.before, text), before)
}
