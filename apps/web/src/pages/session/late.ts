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

/** When what goes on began, in milliseconds since 1970; null: nothing goes on. `now`: by the server's clock. */
export function begunAt({ agenda, wheel, rounds }: SessionState, now: number): number | null {
  const goesOn = currentBlock(agenda) ?? currentTurn(wheel) ?? openRound(rounds)
  if (goesOn === undefined) return null
  const began = [
    ...agenda.map(({ startedAt }) => startedAt),
    ...wheel.turns.map(({ drawnAt }) => drawnAt),
    ...rounds.map(({ openedAt }) => openedAt),
  ].filter((at) => at !== null && at > now - ONE_SESSION)
  return began.reduce((least, at) => (least === null || (at !== null && at < least) ? at : least), null)
}

/** null: nothing goes on, or nothing was missed. `arrivedAt`: by the server's clock. */
export function missedBy(state: SessionState, arrivedAt: number): Missed | null {
  const { agenda, wheel, rounds } = state
  const since = begunAt(state, arrivedAt)
  if (since === null || since > arrivedAt - IN_TIME) return null
  const block = currentBlock(agenda)
  const round = openRound(rounds)
  const isOfToday = (at: number | null) => at !== null && at >= since
  return {
    question: round?.question ?? (block?.question === '' ? block.title : block?.question) ?? '',
    since,
    blocks: agenda.filter(({ state, startedAt }) => state !== 'running' && isOfToday(startedAt)).length,
    turns: wheel.turns.filter(({ outcome, drawnAt }) => outcome !== null && isOfToday(drawnAt)).length,
    rounds: rounds.filter(({ revealedAt, openedAt }) => revealedAt !== null && isOfToday(openedAt)).length,
  }
}
