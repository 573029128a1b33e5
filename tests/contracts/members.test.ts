/**
 * Who was let into a board, one by one: the list, another role while they are there, removal.
 */
import { describe, expect, test } from 'vitest'
import type { Role } from '@gamelan/protocol/roles'
import { encodeAwarenessEntries, decodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { encodeAwareness, encodeStep1, encodeUpdate, type SyncMessage } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { Person, databases, keyOf, withBoard } from './http-app.ts'
import type { Connection } from './http-app.ts'

/** An update that sets one element, under a client id of its own. */
function drawn(name: string, client: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getMap('elements').set(name, true)
  return encodeUpdate(Y.encodeStateAsUpdate(doc))
}

const isRole = (role: Role) => (message: SyncMessage) => message.type === 'role' && message.role === role

const brings = (text: string) => (message: SyncMessage) =>
  (message.type === 'update' || message.type === 'step2') &&
  Buffer.from(message.update).toString('latin1').includes(text)

/** All that was sent before is handled: step 1 is answered after it. */
async function handled(connection: Connection): Promise<void> {
  connection.send(encodeStep1(Y.encodeStateVector(new Y.Doc())))
  await connection.heard((message) => message.type === 'step2')
}

describe.each(databases)('members of a board on %s', (_, startDatabases) => {
  const here = withBoard(startDatabases)

  const list = async (id: string) => (await here.owner.call('GET', `/api/boards/${id}/members`)).body.members
  const setRole = async (id: string, person: Person, role: Role, by = here.owner) =>
    by.call('PATCH', `/api/boards/${id}/members/${await here.idOf(person)}`, { role })
  const remove = async (id: string, person: Person, by = here.owner) =>
    by.call('DELETE', `/api/boards/${id}/members/${await here.idOf(person)}`)

  test('the list says who, in which role, by what, and whether they are here', async () => {
    const { id, keys } = await here.owner.makeBoard('Who')
    const kim = await here.guest('viewer', id, keys.viewer)
    const open = await kim.connect(id)
    const members = await list(id)
    expect(members).toEqual([
      expect.objectContaining({
        participant: {
          id: await here.idOf(kim),
          name: 'viewer',
          color: expect.stringMatching(/^#/) as string,
        },
        role: 'viewer',
        cameBy: 'viewer',
        here: true,
      }),
      expect.objectContaining({ role: 'facilitator', cameBy: null, here: false }),
    ])
    for (const { joinedAt, seenAt } of members)
      expect(Date.parse(seenAt)).toBeGreaterThanOrEqual(Date.parse(joinedAt))
    open.end()
    await open.closed
  })

  test('whoever chose no colour gets one that nobody there has', async () => {
    const { id, keys } = await here.owner.makeBoard('Colours')
    for (let i = 0; i < 6; i++) await here.guest('editor', id, keys.editor)
    const members = (await list(id)) as { participant: { color: string } }[]
    expect(members).toHaveLength(7)
    expect(new Set(members.map(({ participant }) => participant.color)).size).toBe(7)
  })

  test('last seen is when they left', async () => {
    const { id, keys } = await here.owner.makeBoard('Last seen')
    const kim = await here.guest('viewer', id, keys.viewer)
    const [came] = await list(id)
    const open = await kim.connect(id)
    open.end()
    await open.closed
    let [left] = await list(id)
    while (left.seenAt === came.seenAt) {
      // A call that is injected may come back without the loop having turned, and then no timer would run.
      await new Promise((resolve) => setImmediate(resolve))
      ;[left] = await list(id)
    }
    expect(left).toMatchObject({ participant: came.participant, here: false })
    expect(left.seenAt > came.seenAt).toBe(true)
  })

  test('the list comes a page at a time, nobody twice and nobody left out', async () => {
    const { id, keys } = await here.owner.makeBoard('Many')
    for (let i = 0; i < 4; i++) await here.guest('editor', id, keys.editor)
    const seen: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const cursor: string = next && `&cursor=${encodeURIComponent(next)}`
      const { body } = await here.owner.call('GET', `/api/boards/${id}/members?limit=2${cursor}`)
      expect(body.members.length).toBeLessThanOrEqual(2)
      seen.push(...body.members.map((member: { participant: { id: string } }) => member.participant.id))
      next = body.next
    }
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)
    expect((await here.owner.call('GET', `/api/boards/${id}/members?cursor=x`)).body.code).toBe(
      'invalid-request',
    )
  })

  test('[A4] who came by a link that has ended is not on it', async () => {
    const { id, keys } = await here.owner.makeBoard('Renewed')
    const kim = await here.guest('editor', id, keys.editor)
    await here.owner.call('POST', `/api/boards/${id}/links`, { role: 'editor' })
    expect(await list(id)).toHaveLength(1)
    expect(await setRole(id, kim, 'facilitator')).toMatchObject({
      status: 404,
      body: { code: 'member-unknown' },
    })
  })

  test('[A1] a viewer who is raised draws on the connection that they have, and the others see it and their role', async () => {
    const { id, keys } = await here.owner.makeBoard('Raised')
    const kim = await here.guest('viewer', id, keys.viewer)
    const open = await kim.connect(id, '?role=1')
    await open.heard(isRole('viewer'))
    const watcher = await here.owner.connect(id)
    watcher.send(encodeStep1(Y.encodeStateVector(new Y.Doc())))
    open.send(encodeAwareness(encodeAwarenessEntries([{ clientId: 77, clock: 1, state: '{}' }])))
    open.send(drawn('before', 77))
    await handled(open)

    const { status, body } = await setRole(id, kim, 'editor')
    expect([status, body.role, body.here]).toEqual([200, 'editor', true])
    await open.heard(isRole('editor'))
    open.send(drawn('after', 77))
    await watcher.heard(brings('after'))
    await watcher.heard(shows(77, 'editor'))
    expect(open.isOpen()).toBe(true)
    expect((await kim.call('PATCH', `/api/boards/${id}`, { title: 'Mine, too' })).status).toBe(200)
    open.end()
    watcher.end()
  })

  test('[A1] an editor who is lowered changes nothing any more, and does not rise by their old link', async () => {
    const { id, keys } = await here.owner.makeBoard('Lowered')
    const kim = await here.guest('editor', id, keys.editor)
    const open = await kim.connect(id, '?role=1')
    const watcher = await here.owner.connect(id)
    watcher.send(encodeStep1(Y.encodeStateVector(new Y.Doc())))
    open.send(drawn('before', 78))
    await watcher.heard(brings('before'))
    expect((await setRole(id, kim, 'viewer')).status).toBe(200)
    await open.heard(isRole('viewer'))
    open.send(drawn('after', 79))
    const other = await here.guest('editor', id, keys.editor)
    const second = await other.connect(id)
    await handled(open)
    second.send(drawn('by another', 80))
    await watcher.heard(brings('by another'))
    expect(await here.http.logged(id)).not.toContain('after')

    expect((await kim.call('PATCH', `/api/boards/${id}`, { title: 'Mine' })).body.code).toBe('not-allowed')
    const again = await kim.call('POST', `/api/boards/${id}/join`, { key: keys.editor })
    expect(again.body.role).toBe('viewer')
    const raised = await kim.call('POST', `/api/boards/${id}/join`, { key: keys.facilitator })
    expect(raised.body.role).toBe('facilitator')
    await open.heard(isRole('facilitator'))
    for (const connection of [open, watcher, second]) connection.end()
  })

  test('[A4] who is removed is out at once, and the others stay; their link lets them in until it is renewed', async () => {
    const { id, keys } = await here.owner.makeBoard('Removed')
    const [kim, lee] = [
      await here.guest('editor', id, keys.editor),
      await here.guest('editor', id, keys.editor),
    ]
    const [out, stays] = [await kim.connect(id), await lee.connect(id)]
    const { ticket } = (await kim.call('POST', `/api/boards/${id}/join`)).body
    expect((await remove(id, kim)).status).toBe(204)
    expect(await out.closed).toBe(CLOSE_CODES.forbidden)
    expect(stays.isOpen()).toBe(true)
    stays.end()
    expect((await kim.call('GET', `/api/boards/${id}`)).status).toBe(404)
    expect((await kim.call('GET', '/api/boards')).body.boards).toEqual([])
    expect(await here.http.access().grant(here.http.access().identify({ ticket }), id)).toBeUndefined()
    expect((await remove(id, kim)).body.code).toBe('member-unknown')

    expect((await kim.call('POST', `/api/boards/${id}/join`, { key: keys.editor })).body.role).toBe('editor')
    await remove(id, kim)
    const fresh = await here.owner.call('POST', `/api/boards/${id}/links`, { role: 'editor' })
    expect(keyOf(fresh.body.link)).not.toBe(keys.editor)
    expect((await kim.call('POST', `/api/boards/${id}/join`, { key: keys.editor })).status).toBe(404)
  })

  test('the last facilitator stays one, whoever asks', async () => {
    const { id, keys } = await here.owner.makeBoard('Last')
    const program = new Person(here.http, keys.facilitator)
    for (const by of [here.owner, program]) {
      const code = 'last-facilitator'
      expect(await setRole(id, here.owner, 'editor', by)).toMatchObject({ status: 409, body: { code } })
      expect(await remove(id, here.owner, by)).toMatchObject({ status: 409, body: { code } })
    }
    const kim = await here.guest('editor', id, keys.editor)
    await setRole(id, kim, 'facilitator')
    expect((await setRole(id, here.owner, 'viewer', kim)).status).toBe(200)
    expect((await remove(id, kim, kim)).body.code).toBe('last-facilitator')
    expect((await here.owner.call('GET', `/api/boards/${id}/members`)).body.code).toBe('not-allowed')
  })

  test('two facilitators who lower each other at the same time leave one', async () => {
    const { id, keys } = await here.owner.makeBoard('Duel')
    const kim = await here.guest('facilitator', id, keys.facilitator)
    await Promise.all([setRole(id, here.owner, 'viewer', kim), setRole(id, kim, 'viewer', here.owner)])
    const program = new Person(here.http, keys.facilitator)
    const { body } = await program.call('GET', `/api/boards/${id}/members`)
    const roles = body.members.map((member: { role: Role }) => member.role).sort()
    expect(roles).toEqual(['facilitator', 'viewer'])
  })

  test('a new name is shown on connections that are open', async () => {
    const { id, keys } = await here.owner.makeBoard('Names')
    const kim = await here.guest('editor', id, keys.editor)
    const [open, watcher] = [await kim.connect(id), await here.owner.connect(id)]
    open.send(encodeAwareness(encodeAwarenessEntries([{ clientId: 81, clock: 1, state: '{}' }])))
    await watcher.heard(shows(81, 'editor'))
    await kim.call('PUT', '/api/me', { name: 'Kim of Ops', color: '#862e9c' })
    await watcher.heard(shows(81, 'Kim of Ops'))
    expect(open.isOpen()).toBe(true)
    open.end()
    watcher.end()
  })

  test('nobody is on a board whose id, or whose member, cannot be', async () => {
    const { id } = await here.owner.makeBoard('Odd')
    for (const member of ['x', '%00', 'x'.repeat(500), `link:${'a'.repeat(22)}`]) {
      const answer = await here.owner.call('DELETE', `/api/boards/${id}/members/${member}`)
      expect([answer.status < 500, answer.status >= 400]).toEqual([true, true])
    }
  })

  /** Presence of this client id that says so of its user. */
  function shows(clientId: number, text: string) {
    return (message: SyncMessage): boolean =>
      message.type === 'awareness' &&
      (decodeAwarenessEntries(message.update, 100) ?? []).some(
        (entry) => entry.clientId === clientId && entry.state.includes(`"${text}"`),
      )
  }
})
