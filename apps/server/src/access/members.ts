/**
 * Who was let into a board, one by one: the list, another role, removal. Must never leave a board without a
 * facilitator: whoever changes a role or removes somebody holds the board's row, as whoever renews a link does.
 */
import { and, count, desc, eq, isNull, lt, ne, or } from 'drizzle-orm'
import { visitorIdSchema } from '@gamelan/protocol/ids'
import type { Role } from '@gamelan/protocol/roles'
import type { Queries } from '../database/database.ts'
import { boards, links, members, visitors } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import { visitorParticipant } from './identity.ts'
import type { Member, MemberQuery } from './types.ts'

/** A member whose way in still works. */
export const hasWayIn = or(isNull(members.linkId), isNull(links.endedAt))

const columns = {
  visitor: visitors,
  role: members.role,
  cameBy: links.role,
  joinedAt: members.joinedAt,
  seenAt: members.seenAt,
}

type Row = Omit<Member, 'participant'> & { visitor: Parameters<typeof visitorParticipant>[0] }

const memberOf = ({ visitor, ...member }: Row): Member => ({
  participant: visitorParticipant(visitor),
  ...member,
})

/** Who may come to a board, latest seen first, behind a position. Answers one more than the limit where there is one. */
export async function listMembers(
  on: Queries,
  boardId: string,
  { after, limit }: MemberQuery,
): Promise<Member[]> {
  const behind =
    after &&
    or(lt(members.seenAt, after.at), and(eq(members.seenAt, after.at), lt(members.visitorId, after.id)))
  const rows = await on
    .select(columns)
    .from(members)
    .innerJoin(visitors, eq(visitors.id, members.visitorId))
    .leftJoin(links, eq(links.id, members.linkId))
    .where(and(eq(members.boardId, boardId), hasWayIn, behind))
    .orderBy(desc(members.seenAt), desc(members.visitorId))
    .limit(limit + 1)
  return rows.map(memberOf)
}

/** Holds the board, and answers the member. Throws `member-unknown`. */
async function hold(on: Queries, boardId: string, visitorId: string): Promise<Member> {
  if (!visitorIdSchema.safeParse(visitorId).success) throw new GamelanError('member-unknown')
  await on.select({ id: boards.id }).from(boards).where(eq(boards.id, boardId)).for('update')
  const [row] = await on
    .select(columns)
    .from(members)
    .innerJoin(visitors, eq(visitors.id, members.visitorId))
    .leftJoin(links, eq(links.id, members.linkId))
    .where(and(eq(members.boardId, boardId), eq(members.visitorId, visitorId), hasWayIn))
  if (!row) throw new GamelanError('member-unknown')
  return memberOf(row)
}

/** Throws `last-facilitator` where nobody else is one. */
async function needAnother(on: Queries, boardId: string, visitorId: string): Promise<void> {
  const [others] = await on
    .select({ count: count() })
    .from(members)
    .leftJoin(links, eq(links.id, members.linkId))
    .where(
      and(
        eq(members.boardId, boardId),
        eq(members.role, 'facilitator'),
        ne(members.visitorId, visitorId),
        hasWayIn,
      ),
    )
  if (!others?.count) throw new GamelanError('last-facilitator')
}

/** Gives a member another role, by which link ever they came. Answers the member as they were before. */
export async function changeRole(
  on: Queries,
  boardId: string,
  visitorId: string,
  role: Role,
): Promise<Member> {
  const before = await hold(on, boardId, visitorId)
  if (before.role === 'facilitator' && role !== 'facilitator') await needAnother(on, boardId, visitorId)
  await on
    .update(members)
    .set({ role })
    .where(and(eq(members.boardId, boardId), eq(members.visitorId, visitorId)))
  return before
}

/** Takes a member out. Answers the member as they were. The link they came by is not touched. */
export async function removeMember(on: Queries, boardId: string, visitorId: string): Promise<Member> {
  const before = await hold(on, boardId, visitorId)
  if (before.role === 'facilitator') await needAnother(on, boardId, visitorId)
  await on.delete(members).where(and(eq(members.boardId, boardId), eq(members.visitorId, visitorId)))
  return before
}
