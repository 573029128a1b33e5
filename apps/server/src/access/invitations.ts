/**
 * The invitation of a series: a key that lets people onto whichever of its boards is the newest, and who came by it. On
 * each board it stands among the links, without a key of its own, so that it ends as a link does. Must never store a key.
 * Whoever renews it holds the series' row, and whoever comes by it shares that: a renewal sees all who came before it.
 */
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { InvitedRole } from '@gamelan/protocol/http/series'
import type { Role } from '@gamelan/protocol/roles'
import type { Queries } from '../database/database.ts'
import { boards, links, members, series, seriesBoards } from '../database/schema.ts'
import { isMore, type Place } from './entering.ts'
import { deriveInvitation, hashKey, type InvitationKeys } from './link-keys.ts'
import type { AccessChange } from './types.ts'

type Making = { readonly now: Date; readonly newId: () => string }

type Invitation = { readonly invitationId: string; readonly role: InvitedRole }

/** The newest board of a series that is not in the trash. */
export async function newestBoard(on: Queries, seriesId: string): Promise<string | undefined> {
  const [row] = await on
    .select({ id: boards.id })
    .from(seriesBoards)
    .innerJoin(boards, eq(boards.id, seriesBoards.boardId))
    .where(and(eq(seriesBoards.seriesId, seriesId), isNull(boards.trashedAt)))
    .orderBy(desc(seriesBoards.position))
    .limit(1)
  return row?.id
}

/** A new invitation as it is stored. */
export function newInvitation(
  secret: string,
  seriesId: string,
  role: InvitedRole,
  newId: () => string,
): { keys: InvitationKeys; row: Invitation & { keyHash: string; feedKeyHash: string } } {
  const invitationId = newId()
  const keys = deriveInvitation(secret, seriesId, invitationId)
  return {
    keys,
    row: { invitationId, role, keyHash: hashKey(keys.link), feedKeyHash: hashKey(keys.feed) },
  }
}

/** The invitation that a key is of, held until the transaction ends; undefined where it does not work for this series. */
export async function holdInvitation(
  on: Queries,
  seriesId: string,
  key: string,
): Promise<Invitation | undefined> {
  const [row] = await on
    .select({ invitationId: series.invitationId, role: series.role })
    .from(series)
    .where(and(eq(series.id, seriesId), eq(series.keyHash, hashKey(key))))
    .for('share')
  return row
}

/** What stands for an invitation among a board's links. */
export async function invitationLink(
  on: Queries,
  boardId: string,
  { invitationId, role }: Invitation,
  { now, newId }: Making,
): Promise<Place & { readonly linkId: string }> {
  const id = newId()
  const [link] = await on
    .insert(links)
    // No key hashes to that.
    .values({ id, boardId, role, keyHash: `invitation ${id}`, createdAt: now, invitationId })
    .onConflictDoUpdate({
      target: [links.invitationId, links.boardId],
      targetWhere: sql`invitation_id is not null`,
      // An update that changes nothing, so that the row is answered in one way or the other.
      set: { invitationId },
    })
    .returning({ id: links.id, role: links.role })
  if (!link) throw new Error('An upsert answered no row.')
  return { linkId: link.id, role: link.role }
}

/**
 * Whether the invitation gives somebody nothing: they came by what gives as much, and what they may less than that a
 * facilitator has lowered.
 */
export async function isSettled(on: Queries, before: Place | undefined, role: Role): Promise<boolean> {
  if (before === undefined) return false
  if (before.linkId === null) return true
  const [cameBy] = await on.select({ role: links.role }).from(links).where(eq(links.id, before.linkId))
  return cameBy === undefined || !isMore(role, cameBy.role)
}

/**
 * Ends the invitation and those let in by it, on all boards of the series, and keeps the place of the one who renews.
 * `next` is on the series' row already, which the caller holds.
 */
export async function endInvitation(
  on: Queries,
  old: string,
  next: Invitation,
  by: string,
  making: Making,
): Promise<AccessChange[]> {
  const ended = await on
    .update(links)
    .set({ endedAt: making.now })
    .where(and(eq(links.invitationId, old), isNull(links.endedAt)))
    .returning({ id: links.id, boardId: links.boardId })
  if (ended.length === 0) return []
  const cameByOld = inArray(
    members.linkId,
    ended.map(({ id }) => id),
  )
  const own = await on
    .select({ boardId: members.boardId })
    .from(members)
    .where(and(cameByOld, eq(members.visitorId, by)))
  for (const { boardId } of own) {
    const { linkId } = await invitationLink(on, boardId, next, making)
    await on
      .update(members)
      .set({ linkId })
      .where(and(eq(members.boardId, boardId), eq(members.visitorId, by)))
  }
  const lost = await on
    .select({ boardId: members.boardId, visitorId: members.visitorId })
    .from(members)
    .where(cameByOld)
  return ended.map(({ boardId }) => {
    const actors = new Set(lost.filter((one) => one.boardId === boardId).map((one) => one.visitorId))
    return { kind: 'ended', boardId, concerns: (actor) => actors.has(actor) }
  })
}

/**
 * Gives whoever has a role on a board the same on the next of its series, by the same kind of way in: what ends that
 * there ends it for them. Whose way in has ended on the first has none to the next. The next has its links already.
 */
export async function carryMembers(
  on: Queries,
  { from, to, invitation }: { from: string; to: string; invitation: Invitation },
  making: Making,
): Promise<void> {
  await invitationLink(on, to, invitation, making)
  // Seen before they have joined: they have not come to this board yet.
  const now = sql`${making.now.toISOString()}::timestamptz`
  await on.execute(sql`
    insert into members (board_id, visitor_id, role, link_id, joined_at, seen_at)
    select ${to}, had.visitor_id, had.role, same.id, ${now}, least(had.seen_at, ${now} - interval '1 second')
    from members had
    left join links came on came.id = had.link_id
    left join links same on same.board_id = ${to} and same.ended_at is null and same.role = came.role
      and same.invitation_id is not distinct from came.invitation_id
    where had.board_id = ${from} and came.ended_at is null and (had.link_id is null or same.id is not null)
    on conflict do nothing`)
}
