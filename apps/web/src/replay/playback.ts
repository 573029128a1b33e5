/**
 * Where the film stands, and whether it runs. Pure: whoever uses it says how much time has passed.
 */
import type { Film } from './film.ts'

export const SPEEDS = [0.5, 1, 2, 4, 8, 16] as const
export type Speed = (typeof SPEEDS)[number]

export type Playback = {
  readonly film: Film
  /** Film time. */
  readonly position: number
  readonly isPlaying: boolean
  readonly speed: Speed
}

export type Move =
  /** So many milliseconds have passed. */
  | { readonly kind: 'tick'; readonly passed: number }
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'toggle' }
  /** To a film time. A drag stops what plays; a jump does not. */
  | { readonly kind: 'drag' | 'jump'; readonly to: number }
  | { readonly kind: 'speed'; readonly speed: Speed }
  /** The history has gone on. */
  | { readonly kind: 'film'; readonly film: Film }

/** What a move makes of it: the same object where nothing changes. */
export function moved(playback: Playback, move: Move): Playback {
  const { film, position, isPlaying, speed } = playback
  const within = (at: number) => Math.max(0, Math.min(at, film.length))
  switch (move.kind) {
    case 'film':
      return { ...playback, film: move.film, position: Math.min(position, move.film.length) }
    case 'tick': {
      if (!isPlaying) return playback
      const next = within(position + move.passed * speed)
      return { ...playback, position: next, isPlaying: next < film.length }
    }
    case 'play':
      // At its end, it begins again.
      return { ...playback, isPlaying: film.length > 0, position: position >= film.last ? 0 : position }
    case 'pause':
      return isPlaying ? { ...playback, isPlaying: false } : playback
    case 'toggle':
      return moved(playback, { kind: isPlaying ? 'pause' : 'play' })
    case 'drag':
      return { ...playback, position: within(move.to), isPlaying: false }
    case 'jump':
      return { ...playback, position: within(move.to) }
    case 'speed':
  }
  return { ...playback, speed: move.speed }
}

/** The next speed up or down. */
export function nextSpeed(speed: Speed, by: 1 | -1): Speed {
  return SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed
}
