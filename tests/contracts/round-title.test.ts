/** A person who comes while a private round is open draws on a board that is called by the round's question. */
import { describe, expect, test } from 'vitest'
import { openSession } from '../support/session-client.ts'
import { databases, withBoard } from './http-app.ts'

const QUESTION = 'Where does the money move?'

describe.each(databases)('[fault V15] the title of a round board on %s', (_, startDatabases) => {
  const here = withBoard(startDatabases)

  test.each(['who is there when it opens', 'who comes while it is open'])('of a person %s', async (when) => {
    const origin = here.http.sockets.replace('ws:', 'http:')
    const board = await here.owner.makeBoard('Session')
    const kim = await here.guest('editor', board.id, board.keys.editor)
    const open = (person = kim) => openSession(origin, board.id, { headers: person.credentials() })
    const facilitator = await open(here.owner)
    const early = when.startsWith('who is there') ? await open() : undefined
    if (early !== undefined) {
      const id = await here.idOf(kim)
      await facilitator.until(({ people }) => people.people[id]?.here === true)
    }
    expect(await facilitator.ask({ type: 'open-round', question: QUESTION })).toMatchObject({ ok: true })
    const client = early ?? (await open())
    if (early === undefined) await client.ask({ type: 'join-round' })
    await client.until(() => client.ownBoards.size === 1)
    const own = [...client.ownBoards.values()][0] ?? ''
    expect((await kim.call('GET', `/api/boards/${own}`)).body).toMatchObject({ title: QUESTION })
    for (const each of [facilitator, client]) each.end()
  })
})
