/**
 * A board on which four people drew in a session that was not lived through: its log is written while its server is down. Must
 * never be used for what depends on how a drawing comes in: that goes by the wire.
 */
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { newId, seeded } from '../bench/model/random.ts'
import { createBoard, type TestBoard } from './boards.ts'
import { store } from './old-drawing.ts'
import type { RunningServer } from './server.ts'
import { PEOPLE, recordSession } from './session.ts'

const MIGRATIONS = fileURLToPath(new URL('../../apps/server/migrations', import.meta.url))

export type RecordedBoard = TestBoard & { readonly head: number }

/** The only board of a server with the embedded database, which is stopped and started again. */
export async function recordBoard(server: RunningServer, minutes: number): Promise<RecordedBoard> {
  const board = await createBoard(server.origin, 'Checkout path')
  const people: string[] = []
  for (const name of PEOPLE) {
    const answer = await fetch(`${server.origin}/api/boards/${board.id}/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: board.keys.editor, name }),
    })
    const { participant } = (await answer.json()) as { participant: { id: string } }
    people.push(participant.id)
  }
  await server.kill('SIGTERM')
  const start = Date.now() - (minutes + 1) * 60_000
  const { entries, keyframes } = recordSession({ minutes, start, seed: 11 })
  const ids = seeded(12)
  const connections = people.map(() => newId(ids))
  const database = await openDatabase({ databaseUrl: undefined, dataDir: server.dataDir }, MIGRATIONS)
  // The board was made now: its beginning would be behind its end.
  await database.queries.execute(`update updates set at = '${new Date(start).toISOString()}'`)
  await store(
    database,
    board.id,
    entries.slice(1).map(({ seq, at, who, payload }) => ({
      seq,
      at: new Date(at),
      actor: people[who] ?? '',
      connection: connections[who] ?? '',
      payload,
    })),
    [...keyframes].map(([seq, document]) => ({ seq, document })),
  )
  await database.close()
  await server.restart()
  return { ...board, head: entries.length }
}
