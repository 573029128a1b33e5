/**
 * Coming onto a board: by a link, by the invitation of its series, or by what somebody was let in with before. Must never
 * lower anybody, and must never give a second time what a facilitator has taken since.
 */
import { and, eq, isNull } from 'drizzle-orm'
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import { ROLES } from '@gamelan/protocol/roles'
import type { Queries } from '../database/database.ts'
import { boards, members, visitors } from '../database/schema.ts'
import type { Audit } from './audit.ts'
import type { Introduction } from './types.ts'
import { saveVisitor } from './visitors.ts'

/** A role on a board, and the link that gives it; null: of the one who made the board. */
export type Place = { readonly role: Role; readonly linkId: string | null }

/** Whether the first may more than the second. */
export const isMore = (one: Role, other: Role): boolean => ROLES.indexOf(one) < ROLES.indexOf(other)

/**
 * The way in that gives more. The older one where they are equal: a key must not replace an owner's own place. And
 * the link by which somebody came gives nothing a second time: a facilitator may have lowered their role since.
 */
export function better(before: Place | undefined, now: Place | undefined): Place | undefined {
  if (!before || !now) return before ?? now
  if (before.linkId === now.linkId) return before
  return isMore(now.role, before.role) ? now : before
}

/** Members whose colours a new one's is chosen beside: past it, all colours are taken many times. */
const COLORS_READ = 100

type Coming = {
  readonly boardId: string
  /** The visitor, as whom they come. */
  readonly visitorId: string
  /** Where they were. */
  readonly before: Place | undefined
  readonly place: Place
  /** Whether the invitation of the board's series gives it, and not a link of the board's own. */
  readonly isInvited: boolean
  readonly introduction: Introduction
}

export type Entered = {
  readonly visitorId: string
  readonly role: Role
  readonly participant: Participant
  /** The role that they had before. */
  readonly was: Role | undefined
}

/** Whether there is such a board, and not in the trash. */
export async function isKept(on: Queries, boardId: string): Promise<boolean> {
  const [board] = await on
    .select({ id: boards.id })
    .from(boards)
    .where(and(eq(boards.id, boardId), isNull(boards.trashedAt)))
  return board !== undefined
}

/** The colours of those who are members of a board. */
async function colorsOf(on: Queries, boardId: string): Promise<string[]> {
  const rows = await on
    .select({ color: visitors.color })
    .from(members)
    .innerJoin(visitors, eq(visitors.id, members.visitorId))
    .where(eq(members.boardId, boardId))
    .limit(COLORS_READ)
  return rows.flatMap(({ color }) => color ?? [])
}

/** Lets somebody in. `random` in [0, 1) chooses a colour for a new visitor. */
export async function enter(
  tx: Queries,
  { boardId, visitorId, before, place: { role, linkId }, isInvited, introduction }: Coming,
  { audit, at, random }: { audit: Pick<Audit, 'record'>; at: Date; random: number },
): Promise<Entered> {
  const taken = before === undefined ? await colorsOf(tx, boardId) : []
  const participant = await saveVisitor(tx, visitorId, introduction, { now: at, random, taken })
  await tx
    .insert(members)
    .values({ boardId, visitorId, role, linkId, joinedAt: at, seenAt: at })
    .onConflictDoUpdate({
      target: [members.boardId, members.visitorId],
      set: { role, linkId, seenAt: at },
    })
  // A page joins each time that it opens; only a new way in is news.
  if (linkId !== null && before?.linkId !== linkId)
    await audit.record(tx, boardId, {
      kind: isInvited ? 'invitation-joined' : 'joined',
      by: participant,
      role,
      was: before?.role,
    })
  return { visitorId, role, participant, was: before?.role }
}
