/** What somebody has missed who comes while a session goes on. Pure. Must never say that anybody is late. */
import { currentBlock } from '@gamelan/protocol/session/agenda'
import { openRound } from '@gamelan/protocol/session/rounds'
import type { SessionState } from '@gamelan/protocol/session/session'
import { currentTurn } from '@gamelan/protocol/session/wheel'

export type Missed = {
  /** What is asked just now; empty: nothing was said of that. */
  readonly question: string
  /** When what goes on began, in milliseconds since 1970. */
  readonly since: number
  /** What was there before it came to that. */
  readonly blocks: number
  readonly turns: number
  readonly rounds: number
}

/** What began longer ago was another time, in milliseconds. */
const ONE_SESSION = 6 * 60 * 60 * 1000
/** Who comes this soon has missed nothing, in milliseconds. */
const IN_TIME = 60_000

/** When this window came to a session, in milliseconds since 1970: it goes from one of its boards to another. */
const keyOf = (sessionBoard: string) => `gamelan:came:${sessionBoard}`

/** Whether this window was in a session before, on whichever of its boards. */
export function wasHere(storage: Storage, sessionBoard: string, now: number): boolean {
  const came = storage.getItem(keyOf(sessionBoard))
  return came !== null && Number(came) > now - ONE_SESSION
}

/** This window is in a session now. */
export function isHere(storage: Storage, sessionBoard: string, now: number): void {
  if (!wasHere(storage, sessionBoard, now)) storage.setItem(keyOf(sessionBoard), String(now))
}

/** What this window has of the session of a board that it may not see any more goes. */
export function forgetHere(storage: Storage, sessionBoard: string): void {
  storage.removeItem(keyOf(sessionBoard))
}

/** null: nothing goes on, or nothing was missed. `arrivedAt`: by the server's clock. */
export function missedBy({ agenda, wheel, rounds }: SessionState, arrivedAt: number): Missed | null {
  const block = currentBlock(agenda)
  const turn = currentTurn(wheel)
  const round = openRound(rounds)
  if (block === undefined && turn === undefined && round === undefined) return null
  const began = [
    ...agenda.map(({ startedAt }) => startedAt),
    ...wheel.turns.map(({ drawnAt }) => drawnAt),
    ...rounds.map(({ openedAt }) => openedAt),
  ].filter((at) => at !== null && at > arrivedAt - ONE_SESSION)
  const since = Math.min(...began.filter((at) => at !== null))
  if (since > arrivedAt - IN_TIME) return null
  const isOfToday = (at: number | null) => at !== null && at >= since
  return {
    question: round?.question ?? (block?.question === '' ? block.title : block?.question) ?? '',
    since,
    blocks: agenda.filter(({ state, startedAt }) => state !== 'running' && isOfToday(startedAt)).length,
    turns: wheel.turns.filter(({ outcome, drawnAt }) => outcome !== null && isOfToday(drawnAt)).length,
    rounds: rounds.filter(({ revealedAt, openedAt }) => revealedAt !== null && isOfToday(openedAt)).length,
  }
}
