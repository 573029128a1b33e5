/** A board in a database that no server has open. */
import { randomBytes } from 'node:crypto'
import * as Y from 'yjs'
import { createDocument } from '@gamelan/board-model'
import { systemClock } from '../../../apps/server/src/clock.ts'
import type { Database } from '../../../apps/server/src/database/database.ts'
import { boards, visitors } from '../../../apps/server/src/database/schema.ts'
import { createHistory } from '../../../apps/server/src/history/history.ts'
import { createLog } from '../../../apps/server/src/log.ts'

/** As long as those that the server gives. */
export const newId = (): string => randomBytes(16).toString('base64url')

export async function makeBoard(database: Database): Promise<{ id: string; ids: () => string }> {
  const [id, visitor, now] = [newId(), newId(), new Date(0)]
  const doc = new Y.Doc()
  doc.clientID = 1
  createDocument(doc)
  await database.queries.insert(visitors).values({ id: visitor, createdAt: now })
  await database.queries
    .insert(boards)
    .values({ id, title: 'Long ago', createdBy: visitor, createdAt: now, changedAt: now })
  await createHistory({
    database,
    clock: { ...systemClock, now: () => 0 },
    log: createLog('silent', false),
  }).create(database.queries, [
    { boardId: id, update: Y.encodeStateAsUpdate(doc), author: { actor: visitor, connection: 'none' } },
  ])
  return { id, ids: newId }
}
