/**
 * Personal links: the same person on a second device, without an account (A2). A link is good once, for a short while,
 * and a visitor has one at a time. Must never store a key, and must never be mistaken for a board's link: whoever opens
 * it *is* that visitor, on every board.
 */
import { and, eq, gt } from 'drizzle-orm'
import type { Queries } from '../database/database.ts'
import { personalLinks } from '../database/schema.ts'
import { PERSONAL_LINK_LIFETIME } from '../limits.ts'
import { hashKey } from './link-keys.ts'

/** Makes a visitor's link; the one before ends. `key` is random, 128 bits. */
export async function makePersonalLink(
  on: Queries,
  visitorId: string,
  key: string,
  now: number,
): Promise<Date> {
  const row = { keyHash: hashKey(key), endsAt: new Date(now + PERSONAL_LINK_LIFETIME) }
  await on
    .insert(personalLinks)
    .values({ visitorId, ...row })
    .onConflictDoUpdate({ target: personalLinks.visitorId, set: row })
  return row.endsAt
}

/** Ends a visitor's link, if there is one. */
export async function endPersonalLink(on: Queries, visitorId: string): Promise<void> {
  await on.delete(personalLinks).where(eq(personalLinks.visitorId, visitorId))
}

/** Whose link this key opens; with that it is used up. undefined: nobody's, or no longer. */
export async function takePersonalLink(on: Queries, key: string, now: number): Promise<string | undefined> {
  const [row] = await on
    .delete(personalLinks)
    .where(and(eq(personalLinks.keyHash, hashKey(key)), gt(personalLinks.endsAt, new Date(now))))
    .returning({ visitorId: personalLinks.visitorId })
  return row?.visitorId
}
