/**
 * The lives of elements: who made each, who changed it and when. Put together by going once through the whole history,
 * segment by segment. Pure. What one person does to an element in one go is one stage of its life, not hundreds.
 */
import type { Step } from './reel.ts'

/** What one person did to an element in one go. */
export type Stage = {
  readonly author: string
  readonly kind: 'made' | 'changed' | 'deleted' | 'brought-back'
  /** The first and the last change of it, and when they were (milliseconds since 1970). */
  readonly from: number
  readonly until: number
  readonly at: number
  readonly ended: number
  readonly changes: number
}

/** Who touched an element, and with which change first. */
export type Hands = readonly (readonly [author: string, from: number])[]

/** Milliseconds without a change after which another stage begins. */
const PAUSE = 5_000

export type Lives = {
  /** Another change; in the order of the log. */
  add(step: Step): void
  /** What happened to an element, in order; empty for one that never was. */
  of(id: string): readonly Stage[]
  hands(): ReadonlyMap<string, Hands>
}

export function createLives(): Lives {
  const stages = new Map<string, Stage[]>()

  function note(id: string, kind: Stage['kind'], { seq, at, author }: Step): void {
    const life = stages.get(id)
    const last = life?.at(-1)
    if (life === undefined || last === undefined) {
      stages.set(id, [{ author, kind, from: seq, until: seq, at, ended: at, changes: 1 }])
      return
    }
    const goesOn =
      last.author === author && at - last.ended <= PAUSE && last.kind !== 'deleted' && kind === 'changed'
    if (goesOn) life[life.length - 1] = { ...last, until: seq, ended: at, changes: last.changes + 1 }
    else life.push({ author, kind, from: seq, until: seq, at, ended: at, changes: 1 })
  }

  return {
    add(step) {
      for (const { id, before, after } of step.changes) {
        const [was, is] = [before !== undefined && !before.isDeleted, after !== undefined && !after.isDeleted]
        if (is && !was) note(id, stages.has(id) ? 'brought-back' : 'made', step)
        else if (was && !is) note(id, 'deleted', step)
        else if (was) note(id, 'changed', step)
      }
    },
    of: (id) => stages.get(id) ?? [],
    hands() {
      const all = new Map<string, Hands>()
      for (const [id, life] of stages) {
        const first = new Map<string, number>()
        for (const { author, from } of life) if (!first.has(author)) first.set(author, from)
        all.set(id, [...first])
      }
      return all
    },
  }
}
