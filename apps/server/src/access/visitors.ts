/**
 * Visitors: people without accounts, known by a signed cookie (A2). Must never say what somebody may do: a visitor
 * is a name, and members and links give access.
 */
import { eq, inArray } from 'drizzle-orm'
import { pickColor } from '@gamelan/protocol/colors'
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Queries } from '../database/database.ts'
import { visitors } from '../database/schema.ts'
import { visitorParticipant } from './identity.ts'
import type { Introduction } from './types.ts'

/** The visitor as they introduced themselves, or undefined where they have not yet. */
export async function readVisitor(on: Queries, visitorId: string): Promise<Participant | undefined> {
  const [row] = await on.select().from(visitors).where(eq(visitors.id, visitorId))
  return row && row.name !== null ? visitorParticipant(row) : undefined
}

/**
 * Makes the visitor, or changes what is said of them. `random` in [0, 1) chooses a colour for a new one, of those that are
 * `taken` least.
 */
export async function saveVisitor(
  on: Queries,
  visitorId: string,
  { name, color }: Introduction,
  { now, random, taken }: { now: Date; random: number; taken?: readonly string[] },
): Promise<Participant> {
  const [row] = await on
    .insert(visitors)
    .values({ id: visitorId, name: name ?? null, color: color ?? pickColor(random, taken), createdAt: now })
    .onConflictDoUpdate({
      target: visitors.id,
      // An update that changes nothing, so that the row is answered in one way or the other.
      set: { id: visitorId, ...(name !== undefined && { name }), ...(color !== undefined && { color }) },
    })
    .returning()
  if (!row) throw new Error('An upsert answered no row.')
  return visitorParticipant(row)
}

/** Makes those of these visitors that do not exist yet, and answers all of them by their ids. */
export async function makeVisitors(
  on: Queries,
  visitorIds: readonly string[],
  { now, random }: { now: Date; random: () => number },
): Promise<ReadonlyMap<string, Participant>> {
  const ids = [...new Set(visitorIds)]
  await on
    .insert(visitors)
    .values(ids.map((id) => ({ id, name: null, color: pickColor(random()), createdAt: now })))
    .onConflictDoNothing()
  const rows = await on.select().from(visitors).where(inArray(visitors.id, ids))
  return new Map(rows.map((row) => [row.id, visitorParticipant(row)]))
}
