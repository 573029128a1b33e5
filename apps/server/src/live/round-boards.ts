/**
 * The boards of private rounds. Must never tell whose a board is, nor that there is one, to anybody but its owner before
 * the reveal: what a session's state says of a round goes to all.
 */
import { and, eq } from 'drizzle-orm'
import type { Boards } from '../boards/types.ts'
import type { Database } from '../database/database.ts'
import { isTaken } from '../database/failures.ts'
import { roundBoards } from '../database/schema.ts'

export type RoundBoards = {
  /**
   * The board on which somebody draws in a round, made where there is none yet: one, however often it is asked for at
   * once. `title`: what it is called.
   */
  own(
    round: { readonly id: string; readonly sessionBoardId: string },
    person: string,
    title: string,
  ): Promise<string>
  /** The boards of a round, by their owners. */
  of(round: string): Promise<Readonly<Record<string, string>>>
}

type Parts = { readonly database: Database; readonly boards: Pick<Boards, 'create'> }

export function createRoundBoards({ database, boards }: Parts): RoundBoards {
  const { queries } = database

  async function find(round: string, person: string): Promise<string | undefined> {
    const [row] = await queries
      .select({ boardId: roundBoards.boardId })
      .from(roundBoards)
      .where(and(eq(roundBoards.roundId, round), eq(roundBoards.personId, person)))
    return row?.boardId
  }

  return {
    async own(round, person, title) {
      const found = await find(round.id, person)
      if (found !== undefined) return found
      try {
        const session = { boardId: round.sessionBoardId, round: round.id }
        return (await boards.create({ title, visitorId: person, session })).board.id
      } catch (error) {
        // On another of their sockets it was made meanwhile.
        const made = isTaken(error) ? await find(round.id, person) : undefined
        if (made === undefined) throw error
        return made
      }
    },

    async of(round) {
      const rows = await queries
        .select({ person: roundBoards.personId, boardId: roundBoards.boardId })
        .from(roundBoards)
        .where(eq(roundBoards.roundId, round))
      return Object.fromEntries(rows.map(({ person, boardId }) => [person, boardId]))
    },
  }
}
