/**
 * A server that is killed in the middle of a live session: what is asked again is done once, boards included, and everybody
 * is told again what only they are told.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../apps/server/src/database/postgres.ts'
import { createBoard } from '../support/boards.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { commandId, openSession } from '../support/session-client.ts'

let postgres: TestPostgres
let databaseUrl: string
let server: RunningServer
beforeAll(async () => {
  postgres = await startPostgres()
  databaseUrl = await postgres.createDatabase()
  server = await startServer({ sources: true, env: { DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' } })
})
afterAll(async () => {
  await server.stop()
  await postgres.stop()
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

/** The boards that belong to the session of a board. */
async function belongingTo(boardId: string): Promise<string[]> {
  const client = connect(databaseUrl, 1)
  const rows = await client<{ id: string }[]>`select id from boards where session_board_id = ${boardId}`
  await client.end()
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
  expect(await belongingTo(id)).toEqual([fresh])
  for (const one of [session, again]) one.end()
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
  expect((await belongingTo(id)).toSorted()).toEqual(boards.toSorted())
  for (const one of [leads, back, again]) one.end()
})
