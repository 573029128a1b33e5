/**
 * A film as a video: goes through it at a speed, and hands each picture that differs from the one before to who keeps
 * it, with how long it stands. Pure but for those: it never waits for the time that it speaks of.
 */
import type { BoardElement } from '@gamelan/board-model'
import type { Film } from './film.ts'
import { wallAt } from './film.ts'
import type { Frame, Target } from './projector.ts'
import { createScreen } from './screen.ts'

/** Pictures a second. */
export const FRAME_RATE = 20
/** Seconds for which the last picture stands. */
const LAST_STANDS = 1

export type RecordingParts = {
  readonly film: Film
  readonly speed: number
  /** Position of the last change. */
  readonly head: number
  readonly show: (target: Target) => Promise<Frame>
  /** Keeps a picture from `start` on, in seconds, for so long. */
  readonly keep: (elements: readonly BoardElement[], start: number, duration: number) => Promise<void>
  /** From 0 to 1. */
  readonly onProgress: (done: number) => void
  readonly signal: AbortSignal
}

/** How long the video of a film is, in seconds. */
export function lengthAt(film: Film, speed: number): number {
  return Math.ceil((film.length / 1000 / speed) * FRAME_RATE) / FRAME_RATE + LAST_STANDS
}

/** Goes through the film. Rejects with the signal's reason where it is called off. */
export async function record(parts: RecordingParts): Promise<void> {
  const { film, speed, head, show, keep, onProgress, signal } = parts
  const screen = createScreen()
  const length = lengthAt(film, speed)
  const frames = Math.round((length - LAST_STANDS) * FRAME_RATE)
  let standing: { readonly elements: readonly BoardElement[]; readonly start: number } | undefined
  for (let i = 0; i <= frames; i++) {
    signal.throwIfAborted()
    const start = i / FRAME_RATE
    const target = i === frames ? { seq: head } : { at: wallAt(film, start * 1000 * speed) }
    const isOther = screen.take(await show(target))
    if (standing === undefined || isOther) {
      if (standing) await keep(standing.elements, standing.start, start - standing.start)
      standing = { elements: screen.elements, start }
    }
    onProgress(i / (frames + 1))
  }
  if (standing) await keep(standing.elements, standing.start, length - standing.start)
  onProgress(1)
}
