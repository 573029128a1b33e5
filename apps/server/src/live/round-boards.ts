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
   * The board on which somebody draws in a round. It was made with the event by which they joined; of a round that an
   * older version opened it is made here, once, however often it is asked for. `title`: what it is called.
   */
  own(
    round: { readonly id: string; readonly sessionBoardId: string },
    person: string,
    title: string,
  ): Promise<string>
  /** The boards of a round, by their owners. */
  of(round: string): Promise<Readonly<Record<string, string>>>
}

type Parts = {
  readonly database: Database
  readonly boards: Pick<Boards, 'makeForSession'>
  /** 128 random bits, base64url. */
  readonly newId: () => string
}

export function createRoundBoards({ database, boards, newId }: Parts): RoundBoards {
  const { queries } = database

  async function find(round: string, person: string): Promise<string | undefined> {
    const [row] = await queries
      .select({ boardId: roundBoards.boardId })
      .from(roundBoards)
      .where(and(eq(roundBoards.roundId, round), eq(roundBoards.personId, person)))
    return row?.boardId
  }

  return {
    async own({ id: round, sessionBoardId }, person, title) {
      const found = await find(round, person)
      if (found !== undefined) return found
      const board = { id: newId(), title, person, sessionBoardId, round }
      try {
        await database.transaction((tx) => boards.makeForSession(tx, [board]))
        return board.id
      } catch (error) {
        // Another of their sockets has made it meanwhile.
        const made = isTaken(error) ? await find(round, person) : undefined
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
