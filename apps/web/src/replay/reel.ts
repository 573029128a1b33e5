/**
 * One segment of the history, decoded: the scene at its start, and for each change which elements it changed, from
 * what to what. So one goes through it in both directions without a document. Pure. What it hands out is never changed.
 */
import { BoardScene, type BoardElement, type ElementMemory } from '@gamelan/board-model'
import type { LoggedUpdate } from '@gamelan/protocol/history/updates'
import * as Y from 'yjs'

export type Elements = ReadonlyMap<string, BoardElement>

/** One logged change. Those with the same seq are one moment: what each did within a second that was folded. */
export type Step = {
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly author: string
  readonly changes: readonly ElementChange[]
}

type ElementChange = {
  readonly id: string
  readonly before: BoardElement | undefined
  readonly after: BoardElement | undefined
}

export type Reel = {
  /** The scene before the first step. */
  readonly scene: Elements
  readonly steps: readonly Step[]
}

/**
 * Decodes a segment.
 * @param keyframe the document at its start; undefined: empty
 * @param memory of the board's other segments: what is the same there is the same object here
 * @throws for updates that cannot be applied
 */
export function decodeReel(
  keyframe: Uint8Array | undefined,
  updates: readonly LoggedUpdate[],
  memory: ElementMemory,
): Reel {
  const doc = new Y.Doc()
  if (keyframe !== undefined) Y.applyUpdate(doc, keyframe)
  const board = new BoardScene(doc, memory)
  const scene = new Map(board.all().map((element) => [element.id, element]))
  const now = new Map(scene)
  let changes: ElementChange[] = []
  board.observe((changed) => {
    for (const id of changed) {
      const [before, after] = [now.get(id), board.get(id)]
      if (before === after) continue
      changes.push({ id, before, after })
      if (after === undefined) now.delete(id)
      else now.set(id, after)
    }
  })
  const steps = updates.map(({ seq, at, author, update }) => {
    changes = []
    Y.applyUpdate(doc, update)
    return { seq, at, author, changes }
  })
  board.destroy()
  doc.destroy()
  return { scene, steps }
}

/** How many steps there are up to a moment, or a time: the place after the last of them. */
export function placeOf(
  steps: readonly Step[],
  last: { readonly seq: number } | { readonly at: number },
): number {
  const isPast = (step: Step) => ('seq' in last ? step.seq > last.seq : step.at > last.at)
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const step = steps[middle]
    if (step !== undefined && isPast(step)) high = middle
    else low = middle + 1
  }
  return low
}

/** Whether a place is between two steps of one moment. */
export function isWithin(steps: readonly Step[], place: number): boolean {
  const before = steps[place - 1]
  return before !== undefined && before.seq === steps[place]?.seq
}

/** What the moment at a place has touched. */
export function touchedAt(steps: readonly Step[], place: number): string[] {
  const touched = new Set<string>()
  for (let i = place; i > 0; i--) {
    for (const { id } of steps[i - 1]?.changes ?? []) touched.add(id)
    if (!isWithin(steps, i - 1)) break
  }
  return [...touched]
}

/** What an element is at one place when it was something else, or nothing, at another. */
export type Difference = Map<string, BoardElement | undefined>

/** What differs between two places of a reel: what each element is at `to`. */
export function between({ steps }: Reel, from: number, to: number): Difference {
  const found: Difference = new Map()
  if (from < to) {
    for (let i = from; i < to; i++) for (const { id, after } of steps[i]?.changes ?? []) found.set(id, after)
  } else {
    for (let i = from - 1; i >= to; i--)
      for (const { id, before } of steps[i]?.changes ?? []) found.set(id, before)
  }
  return found
}

/** The scene at a place: after so many steps. */
export function sceneAt(reel: Reel, place: number): Map<string, BoardElement> {
  const scene = new Map(reel.scene)
  for (const [id, element] of between(reel, 0, place)) {
    if (element === undefined) scene.delete(id)
    else scene.set(id, element)
  }
  return scene
}
