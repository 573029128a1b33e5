/**
 * A replay that one person shows to everyone: what the leader says of theirs, and where a follower's stands by that. The
 * film runs on by itself between two words of the leader. Pure.
 */
import type { Attention } from '@gamelan/protocol/session/attention'
import { filmAt, wallAt, type Film } from './film.ts'
import { SPEEDS, type Speed } from './playback.ts'
import type { PlayerState } from './player.ts'

export type ShownReplay = NonNullable<Attention['replay']>

/** What a leader says: the same until they do something. */
export type Word = { readonly seq: number; readonly moment: number; readonly speed: number }

/** What the leader's player does now; null: nothing is shown yet. */
export function wordOf({ shown, isPlaying, speed, position }: PlayerState, film: Film): Word | null {
  if (shown === null) return null
  const moment = Math.round(isPlaying || shown.at === 0 ? wallAt(film, position) : shown.at)
  return { seq: shown.seq, moment, speed: isPlaying ? speed : 0 }
}

/** Whether followers have to hear it: while it plays, they know by themselves how it goes on. */
export function isNews(word: Word, last: Word | null): boolean {
  if (last === null || word.speed !== last.speed) return true
  return word.speed === 0 && word.seq !== last.seq
}

/** Where a follower's film stands at a moment of the server's clock, and whether it runs on. */
export function placeOf(
  { moment, at, speed }: ShownReplay,
  film: Film,
  now: number,
): { readonly position: number; readonly speed: Speed; readonly isPlaying: boolean } {
  const position = filmAt(film, moment) + Math.max(0, now - at) * speed
  const nearest = SPEEDS.find((each) => each >= speed) ?? 16
  return {
    position: Math.min(position, film.length),
    speed: nearest,
    isPlaying: speed > 0 && position < film.last,
  }
}
