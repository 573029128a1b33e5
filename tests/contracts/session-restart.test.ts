/**
 * A server that is killed in the middle of a live session: what is asked again is done once, boards included, and everybody
 * is told again what only they are told.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf } from '../../apps/server/src/database/database.ts'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { createBoard } from '../support/boards.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { commandId, openSession } from '../support/session-client.ts'
import { databases, MIGRATIONS } from './http-app.ts'

describe.each(databases)('a live session on %s', (_name, startDatabases) => {
  let databaseServer: Awaited<ReturnType<typeof startDatabases>>
  let databaseUrl: string | undefined
  let server: RunningServer
  beforeAll(async () => {
    databaseServer = await startDatabases()
    databaseUrl = await databaseServer.createDatabase()
    const env = { LOG_LEVEL: 'warn', ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }) }
    server = await startServer({ sources: true, env })
  })
  afterAll(async () => {
    await server.stop()
    await databaseServer.stop()
  })

  /** A board, and somebody who came by the link of a role. */
  async function board() {
    const { id, keys } = await createBoard(server.origin)
    const come = async (role: 'facilitator' | 'editor', name: string) => {
      const answer = await fetch(`${server.origin}/api/boards/${id}/join`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key: keys[role], name }),
      })
      const { participant } = (await answer.json()) as { participant: { id: string } }
      const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
      return { id: participant.id, headers: { cookie } }
    }
    return { id, come }
  }

  /** The boards that belong to the session of a board, read while the server is down. */
  async function belongingTo(boardId: string): Promise<string[]> {
    await server.kill()
    const database = await openDatabase({ databaseUrl, dataDir: server.dataDir }, MIGRATIONS)
    const rows = await rowsOf<{ id: string }>(
      database.queries,
      `select id from boards where session_board_id = '${boardId}'`,
    )
    await database.close()
    await server.restart()
    return rows.map(({ id }) => id)
  }

  test('[fault V14] a pivot that is asked again after a crash makes no second board, and is answered as it was', async () => {
    const { id, come } = await board()
    const kim = await come('facilitator', 'Kim')
    const session = await openSession(server.origin, id, kim)
    await session.until(({ people }) => people.people[kim.id]?.here === true)
    const to = { title: 'Elsewhere', format: 'talk', question: '', steps: [], minutes: 9, owner: null }
    const command = { id: commandId(), type: 'pivot', reason: 'It is down', to, onFreshBoard: true }
    const first = await session.command(command)
    expect(first).toMatchObject({ ok: true })
    const fresh = session.state.agenda[0]?.board
    await server.restart()
    const again = await openSession(server.origin, id, kim)
    await again.until(({ people }) => people.people[kim.id]?.here === true)
    expect(await again.command(command)).toEqual(first)
    expect(again.state.agenda.map(({ board: on }) => on)).toEqual([fresh])
    for (const one of [session, again]) one.end()
    expect(await belongingTo(id)).toEqual([fresh])
  })

  test('[fault V8] [fault V14] after a crash each is told their own board of the round again, which is the one that there is', async () => {
    const { id, come } = await board()
    const [kim, lee] = [await come('facilitator', 'Kim'), await come('editor', 'Lee')]
    const leads = await openSession(server.origin, id, kim)
    const draws = await openSession(server.origin, id, lee)
    await leads.until(({ people }) => people.people[lee.id]?.here === true)
    const command = { id: commandId(), type: 'open-round', question: 'Where is it weak?' }
    const first = await leads.command(command)
    for (const one of [leads, draws]) await one.until(() => one.ownBoards.size === 1)
    await draws.until(({ seq }) => seq >= leads.state.seq)
    const has = draws.state
    draws.end()
    await server.restart()
    const back = await openSession(server.origin, id, { ...lee, has })
    await back.until(() => back.ownBoards.size === 1)
    expect(back.ownBoards).toEqual(draws.ownBoards)
    const again = await openSession(server.origin, id, kim)
    await again.until(({ people }) => people.people[kim.id]?.here === true)
    expect(await again.command(command)).toEqual(first)
    const boards = [...leads.ownBoards.values(), ...back.ownBoards.values()]
    for (const one of [leads, back, again]) one.end()
    expect((await belongingTo(id)).toSorted()).toEqual(boards.toSorted())
  })
})
