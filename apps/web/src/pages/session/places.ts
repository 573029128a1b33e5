/** On which board something of a session is. Pure. */
import type { Block } from '@gamelan/protocol/session/agenda'

/** The board by its id: what a session names null is on its own. */
export const boardOf = (board: string | null, sessionBoard: string): string => board ?? sessionBoard

/** The way to another board. */
export type Way = { readonly to: string; readonly isSessionBoard: boolean }

/**
 * The way to the board on which a block is or was played; undefined: it is here. Of what is only planned on the session's board
 * nothing is there yet.
 */
export function wayTo(
  { board, state }: Pick<Block, 'board' | 'state'>,
  here: string,
  sessionBoard: string,
): Way | undefined {
  const there = boardOf(board, sessionBoard)
  const isSessionBoard = there === sessionBoard
  if (there === here || (isSessionBoard && state === 'planned')) return undefined
  return { to: `/b/${there}`, isSessionBoard }
}
