/** Where a block of the agenda goes. Pure. Places are those of the list that is shown, which leaves out what is parked. */
import type { Agenda, Block } from '@gamelan/protocol/session/agenda'

/** What is on the agenda, in its order. */
export function onAgenda(agenda: Agenda): readonly Block[] {
  return agenda.filter(({ state }) => state !== 'parked')
}

/** The block that is meant to come after the one that runs; with none running, the first that is planned. */
export function nextBlock(agenda: Agenda): Block | undefined {
  const running = agenda.findIndex(({ state }) => state === 'running')
  return agenda.slice(running + 1).find(({ state }) => state === 'planned')
}

/** `before` of a move by so many places, for `move-block`; undefined: it is at that end already. */
export function beforeAfterMove(shown: readonly Block[], id: string, by: 1 | -1): string | null | undefined {
  const place = shown.findIndex((block) => block.id === id)
  const to = place + by
  if (place === -1 || to < 0 || to >= shown.length) return undefined
  return by === -1 ? shown[to]?.id : (shown[to + 1]?.id ?? null)
}

/**
 * `before` of a block that is let go of at a height, for `move-block`; undefined: it lies where it lay.
 * @param middles heights of the middles of all that are shown, in their order
 */
export function beforeAtHeight(
  shown: readonly Block[],
  middles: readonly number[],
  id: string,
  height: number,
): string | null | undefined {
  const to = middles.filter((middle) => middle < height).length
  const place = shown.findIndex((block) => block.id === id)
  if (place === -1 || to === place || to === place + 1) return undefined
  return shown[to]?.id ?? null
}
