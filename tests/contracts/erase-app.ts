/** What a database holds of something, and people who erase: for the tests of erasing. */
import { inflateRawSync } from 'node:zlib'
import { rowsOf } from '../../apps/server/src/database/database.ts'
import type { HttpApp, Person } from './http-app.ts'

/** The tables with a row that holds this text, packed or not. */
export async function tablesWith({ database }: HttpApp, text: string): Promise<string[]> {
  const tables = await rowsOf<{ name: string }>(
    database.queries,
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await rowsOf(database.queries, `select * from "${name}"`)
    if (rows.some((row) => textOf(row).includes(text))) found.push(name)
  }
  return found
}

function textOf(row: Record<string, unknown>): string {
  const values = Object.values(row).map((value) => {
    if (!(value instanceof Uint8Array)) return String(value)
    // A folded row of the log begins with how it is packed.
    const isFolded = row['author'] !== undefined && row['first'] !== null
    const [encoding, bytes] = isFolded ? [value[0], value.subarray(1)] : [row['encoding'], value]
    return Buffer.from(encoding === 1 ? inflateRawSync(bytes) : bytes).toString('latin1')
  })
  return values.join('\n')
}

/** Looks at what would go, and erases it. */
export async function erase(person: Person, board: string, target: object) {
  const plan = await person.call('POST', `/api/boards/${board}/erase/plan`, target)
  const confirm = plan.body?.confirm
  const done = await person.call('POST', `/api/boards/${board}/erase`, { ...target, confirm })
  return { plan: plan.body, done }
}
