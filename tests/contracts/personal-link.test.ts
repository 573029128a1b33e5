/**
 * The same person on two devices, by a link that is good once.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../apps/server/src/clock.ts'
import { PERSONAL_LINK_LIFETIME } from '../../apps/server/src/limits.ts'
import { Person, databases, keyOf, startHttp } from './http-app.ts'
import type { DatabaseServer, HttpApp } from './http-app.ts'

describe.each(databases)('a personal link on %s', (_, startDatabases) => {
  let databaseServer: DatabaseServer
  let http: HttpApp
  let ahead = 0

  beforeAll(async () => {
    databaseServer = await startDatabases()
    http = await startHttp(databaseServer, {
      clock: { ...systemClock, now: () => systemClock.now() + ahead },
    })
  })
  afterAll(async () => {
    await http.stop()
    await databaseServer.stop()
  })

  async function known(name: string): Promise<Person> {
    const person = new Person(http)
    await person.call('PUT', '/api/me', { name, color: '#1864ab' })
    return person
  }
  const linkOf = async (person: Person): Promise<string> => {
    const { status, body } = await person.call('POST', '/api/me/link')
    expect(status).toBe(201)
    return body.link
  }
  const open = (person: Person, link: string) => person.call('POST', '/api/me/open', { key: keyOf(link) })

  test('[A2] makes another browser the same person, with their boards', async () => {
    const kim = await known('Kim')
    const { id } = await kim.makeBoard('On both')
    const link = await linkOf(kim)
    expect(link).toMatch(/^http:\/\/localhost:80\/me#k=[\w-]{22}$/)
    expect(await http.everyRow()).not.toContain(keyOf(link))
    const phone = await known('Somebody')
    const opened = await open(phone, link)
    expect(opened).toMatchObject({ status: 200, body: { participant: { name: 'Kim' } } })
    expect((await phone.call('GET', '/api/me')).body).toEqual((await kim.call('GET', '/api/me')).body)
    expect((await phone.call('GET', `/api/boards/${id}`)).body.role).toBe('facilitator')
  })

  test('is good once, until a newer one, until it is ended, and for a quarter of an hour', async () => {
    const kim = await known('Kim')
    const gone = { status: 404, body: { code: 'personal-link-over' } }
    const used = await linkOf(kim)
    await open(new Person(http), used)
    const second = new Person(http)
    expect(await open(second, used)).toMatchObject(gone)
    expect((await second.call('GET', '/api/me')).body.participant).toBeNull()

    const older = await linkOf(kim)
    await linkOf(kim)
    expect(await open(new Person(http), older)).toMatchObject(gone)

    const ended = await linkOf(kim)
    expect((await kim.call('DELETE', '/api/me/link')).status).toBe(204)
    expect(await open(new Person(http), ended)).toMatchObject(gone)

    const late = await linkOf(kim)
    ahead += PERSONAL_LINK_LIFETIME
    expect(await open(new Person(http), late)).toMatchObject(gone)
  })

  test('two who open it at the same time are not both let in', async () => {
    const link = await linkOf(await known('Kim'))
    const answers = await Promise.all(Array.from({ length: 5 }, () => open(new Person(http), link)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('[A5] is made for nobody but a browser, and opened by no other site', async () => {
    const kim = await known('Kim')
    const { keys, id } = await kim.makeBoard('Keys')
    for (const person of [new Person(http), new Person(http, keys.facilitator)])
      expect((await person.call('POST', '/api/me/link')).body.code).toBe('not-signed-in')
    const { ticket } = (await kim.call('POST', `/api/boards/${id}/join`)).body
    const byTicket = await new Person(http).call('POST', `/api/me/link?ticket=${ticket}`)
    expect(byTicket.body.code).toBe('not-signed-in')
    const key = keyOf(await linkOf(kim))
    const origin = 'https://evil.example'
    const foreign = await new Person(http).call('POST', '/api/me/open', { key }, { origin })
    expect(foreign.body.code).toBe('origin-refused')
    expect(foreign.headers['set-cookie']).toBeUndefined()
    expect((await new Person(http).call('POST', '/api/me/open', { key: 'x' })).status).toBe(400)
  })
})
