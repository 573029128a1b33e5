/**
 * Boards that belong to the session of another: those that pivots made, and those of private rounds. They have no members
 * and no links: access to them is derived from the session's board, and so ends and changes with it. A round is revealed by
 * the session's own event and by nothing else. Must never give more than the session's board gives.
 */
import { and, eq, exists, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Role } from '@gamelan/protocol/roles'
import type { Queries } from '../database/database.ts'
import { boards, roundBoards, sessionEvents } from '../database/schema.ts'

/** Where a board is: in use, or in the trash. */
export const PLACES = { kept: isNull(boards.trashedAt), trashed: isNotNull(boards.trashedAt) }
export type BoardPlace = keyof typeof PLACES

export type Belonging = {
  readonly sessionBoardId: string
  /** The private round that it is of; null: a pivot made it. */
  readonly round: { readonly owner: string; readonly isRevealed: boolean } | null
}

/**
 * What a role on the session's board gives here: the same role, drawing on the board of one's own in a round, or a look at
 * somebody else's that was revealed.
 */
export type Derived = 'same' | 'own' | 'look'

/** The role here of somebody with this role on the session's board. */
export function derivedRole(derived: Derived, role: Role): Role {
  if (derived === 'same') return role
  return derived === 'look' || role === 'viewer' ? 'viewer' : 'editor'
}

/** How this person's role here is derived; undefined: they have none, whatever they have there. */
export function derivation({ round }: Belonging, personId: string): Derived | undefined {
  if (round === null) return 'same'
  if (round.owner === personId) return 'own'
  return round.isRevealed ? 'look' : undefined
}

/** To whose session a board belongs; undefined: to its own, or there is no such board in this place. */
export async function belongingOf(
  on: Queries,
  boardId: string,
  place: BoardPlace = 'kept',
): Promise<Belonging | undefined> {
  const revealed = exists(
    on
      .select({ seq: sessionEvents.seq })
      .from(sessionEvents)
      .where(
        and(
          eq(sessionEvents.boardId, boards.sessionBoardId),
          sql`${sessionEvents.type} = 'round-revealed'`,
          sql`${sessionEvents.data} ->> 'round' = ${roundBoards.roundId}`,
        ),
      ),
  )
  const [row] = await on
    .select({
      sessionBoardId: boards.sessionBoardId,
      owner: roundBoards.personId,
      isRevealed: sql<boolean>`${revealed}`,
    })
    .from(boards)
    .leftJoin(roundBoards, eq(roundBoards.boardId, boards.id))
    .where(and(eq(boards.id, boardId), PLACES[place]))
  if (row?.sessionBoardId == null) return undefined
  const { sessionBoardId, owner, isRevealed } = row
  return { sessionBoardId, round: owner === null ? null : { owner, isRevealed } }
}

/** The board whose session is held on a board: its own, but for those that a pivot made. */
export async function sessionBoardOf(on: Queries, boardId: string): Promise<string> {
  const belonging = await belongingOf(on, boardId)
  return belonging?.round === null ? belonging.sessionBoardId : boardId
}
