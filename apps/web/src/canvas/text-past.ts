/**
 * What this person did to texts, so that undo and redo take back or bring back their letters and nobody else's (M4,
 * M8). Excalidraw's history puts a text back whole, as it stood on this canvas once, and what others typed since is
 * not in that. Nothing but its text editor and its history changes letters: what was not typed is therefore a step
 * through the history, told by the text that it puts back. Must never take what was typed for such a step: a person
 * may type a text back to what it was, and means every letter.
 */
import { carryOver } from '@gamelan/board-model'
import type { CanvasElement } from './canvas-element.ts'

/** Older ones are undone letter by letter as they stand: further back than anybody undoes. */
const MOST_REMEMBERED = 100

/** One step of the history that changed a text. */
type Step = {
  /** What the history puts the text back to. */
  readonly target: string
  /** The change that is taken back with it: the text before and after. */
  readonly was: string
  is: string
}

type Past = {
  done: Step[]
  undone: Step[]
  /** What was typed last, and the step that it is part of: none where the text itself was new. */
  typed: { readonly session: number; readonly step: Step | undefined } | undefined
  /** What the text was when this person deleted it. */
  deletedAs: string | undefined
}

export class TextPast {
  readonly #pasts = new Map<string, Past>()
  #editing: string | undefined
  #session = 0

  /** The text that the hand is in. */
  get editing(): string | undefined {
    return this.#editing
  }

  /** The hand goes into a text, or out of it. What was typed until now must have been told. */
  edit(id: string | undefined): void {
    this.#editing = id
    this.#session++
  }

  /** An element changed on this canvas. Answers with what its text is to become for all, where it has one. */
  change(before: CanvasElement | undefined, after: CanvasElement): string | undefined {
    const [was, is] = [before?.['originalText'], after['originalText']]
    if (typeof is !== 'string') return undefined
    const isDeletion = after.isDeleted && before?.isDeleted === false
    if (was === is && !isDeletion) return is
    const past = this.#pastOf(after.id)
    if (isDeletion) past.deletedAs = is
    if (after.id === this.#editing) return this.#type(past, was, is)
    if (typeof was !== 'string' || was === is) return is
    const moved = move(past.done, past.undone, was, is) ?? move(past.undone, past.done, was, is)
    // A text that this person had made, undone, and now makes again: it comes back whole, and no letter is meant.
    return moved ?? (!after.isDeleted && is === past.deletedAs ? was : is)
  }

  /** The undo of what was typed at one go is one step. */
  #type(past: Past, was: unknown, is: string): string {
    const session = this.#session
    if (past.typed?.session !== session) {
      const step = typeof was === 'string' ? { target: was, was, is } : undefined
      past.typed = { session, step }
      past.undone = []
      if (step) past.done = [...past.done, step].slice(-MOST_REMEMBERED)
    }
    if (past.typed.step) past.typed.step.is = is
    return is
  }

  #pastOf(id: string): Past {
    const past = this.#pasts.get(id) ?? { done: [], undone: [], typed: undefined, deletedAs: undefined }
    this.#pasts.set(id, past)
    return past
  }
}

/** Takes back the last steps, up to the one that is told by `target`; undefined where there is no such step. */
function move(from: Step[], to: Step[], text: string, target: string): string | undefined {
  const first = from.findLastIndex((step) => step.target === target)
  if (first < 0) return undefined
  // Several steps may have been made before anybody looked: then one stood where the last had put the text.
  let stood = text
  for (const step of from.splice(first).reverse()) {
    const next = carryOver(step.is, step.was, text)
    to.push({ target: stood, was: text, is: next })
    stood = step.target
    text = next
  }
  return text
}
