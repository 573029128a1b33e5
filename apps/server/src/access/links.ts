/**
 * Links: one that works for each role of a board, and the members who came by it. Must never store a key. Whoever
 * renews holds the board's row, and whoever joins holds the link's: a renewal sees all who came before it.
 */
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Role } from '@gamelan/protocol/roles'
import { ROLES, rolesUpTo } from '@gamelan/protocol/roles'
import type { Queries } from '../database/database.ts'
import { boards, links, members } from '../database/schema.ts'
import { programActor } from './identity.ts'
import { deriveKey, hashKey } from './link-keys.ts'
import type { AccessChange, Grant, Keys } from './types.ts'

type Making = { readonly secret: string; readonly now: Date; readonly newId: () => string }

/** One that works, and that is no invitation's: see invitations.ts. */
const isLink = and(isNull(links.endedAt), isNull(links.invitationId))

async function insertLink(on: Queries, boardId: string, role: Role, { secret, now, newId }: Making) {
  const id = newId()
  const key = deriveKey(secret, boardId, id)
  await on.insert(links).values({ id, boardId, role, keyHash: hashKey(key), createdAt: now })
  return { id, key }
}

/** The first links of a new board, one for each role, inside the transaction that makes it. Answers their keys. */
export async function createLinks(on: Queries, boardId: string, making: Making): Promise<Keys> {
  const keys: Partial<Record<Role, string>> = {}
  for (const role of ROLES) keys[role] = (await insertLink(on, boardId, role, making)).key
  return keys
}

/** The keys for a role and those below it; null where no link works, or the secret is another than it was. */
export async function readKeys(on: Queries, boardId: string, upTo: Role, secret: string): Promise<Keys> {
  const roles = rolesUpTo(upTo)
  const rows = await on
    .select({ id: links.id, role: links.role, keyHash: links.keyHash })
    .from(links)
    .where(and(isLink, eq(links.boardId, boardId), inArray(links.role, [...roles])))
  const keyOf = (role: Role) => {
    const row = rows.find((row) => row.role === role)
    const key = row && deriveKey(secret, boardId, row.id)
    return key !== undefined && hashKey(key) === row?.keyHash ? key : null
  }
  return Object.fromEntries(roles.map((role) => [role, keyOf(role)]))
}

/** The link that a key is of, held until the transaction ends; undefined where it does not work on this board. */
export async function holdLink(on: Queries, boardId: string, key: string) {
  const [link] = await on
    .select({ id: links.id, role: links.role })
    .from(links)
    .where(and(eq(links.keyHash, hashKey(key)), eq(links.boardId, boardId), isNull(links.endedAt)))
    .for('share')
  return link
}

/** Ends a role's link and makes its next. The one who renews keeps their place, by the new link. */
export async function replaceLink(
  on: Queries,
  boardId: string,
  role: Role,
  by: Grant,
  making: Making,
): Promise<{ key: string; hadOne: boolean; ended: AccessChange }> {
  // Two renewals at once: the second waits here, and ends what the first has made.
  await on.select({ id: boards.id }).from(boards).where(eq(boards.id, boardId)).for('update')
  const old = await on
    .update(links)
    .set({ endedAt: making.now })
    .where(and(isLink, eq(links.boardId, boardId), eq(links.role, role)))
    .returning({ id: links.id })
  const oldIds = old.map((link) => link.id)
  const { id, key } = await insertLink(on, boardId, role, making)
  const cameByOld = and(eq(members.boardId, boardId), inArray(members.linkId, oldIds))
  await on
    .update(members)
    .set({ linkId: id })
    .where(and(cameByOld, eq(members.visitorId, by.actor)))
  const lost = await on.select({ visitorId: members.visitorId }).from(members).where(cameByOld)
  const actors = new Set([...lost.map((member) => member.visitorId), ...oldIds.map(programActor)])
  return {
    key,
    hadOne: old.length > 0,
    ended: { kind: 'ended', boardId, concerns: (actor) => actors.has(actor) },
  }
}
