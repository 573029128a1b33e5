/** Whom the log names (H1), as people are shown: by the names that they have now. Must never show a key. */
import { inArray } from 'drizzle-orm'
import { pickColor } from '@gamelan/protocol/colors'
import type { Author } from '@gamelan/protocol/http/history'
import type { Queries } from '../database/database.ts'
import { visitors } from '../database/schema.ts'
import { programActor, programParticipant, visitorParticipant } from './identity.ts'

/** What the server is called where it changed a drawing itself. */
const SERVER_NAME = 'Gamelan'

const PROGRAM = programActor('')

/** Names asked for in one query: each is a parameter. */
const STEP = 1000

/** The authors by what the log calls them, in that order. */
export async function readAuthors(on: Queries, actors: readonly string[]): Promise<Author[]> {
  const known = new Map<string, Omit<Author, 'id'>>()
  for (let i = 0; i < actors.length; i += STEP) {
    const rows = await on
      .select()
      .from(visitors)
      .where(inArray(visitors.id, actors.slice(i, i + STEP)))
    for (const row of rows) known.set(row.id, visitorParticipant(row))
  }
  return actors.map((id) => {
    const { name, color } =
      known.get(id) ??
      (id.startsWith(PROGRAM)
        ? programParticipant(id.slice(PROGRAM.length))
        : { name: SERVER_NAME, color: pickColor(0) })
    return { id, name, color }
  })
}
