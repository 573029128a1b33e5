/** Who draws in a round, and how many of them are ready. Pure. */
import type { People } from '@gamelan/protocol/session/people'
import type { Round } from '@gamelan/protocol/session/rounds'

/** Whoever has gone, or was removed, keeps nobody waiting; what they were ready with is there. */
export function isWaitedFor(
  { drawers }: Pick<Round, 'drawers'>,
  { people }: Pick<People, 'people'>,
  id: string,
): boolean {
  return drawers[id] === 'ready' || people[id]?.here === true
}

export function countsOf(
  round: Pick<Round, 'drawers'>,
  people: Pick<People, 'people'>,
): { readonly count: number; readonly ready: number } {
  const ids = Object.keys(round.drawers).filter((id) => isWaitedFor(round, people, id))
  return { count: ids.length, ready: ids.filter((id) => round.drawers[id] === 'ready').length }
}
