/**
 * What is kept of what was done about access to a board.
 */
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../apps/server/src/clock.ts'
import { PROGRAM_NOTED_EVERY } from '../../apps/server/src/limits.ts'
import { Person, databases, withBoard } from './http-app.ts'

describe.each(databases)('the audit of a board on %s', (_, startDatabases) => {
  /** Milliseconds by which time has gone on at once. */
  let later = 0
  const here = withBoard(startDatabases, {
    clock: { ...systemClock, elapsed: () => systemClock.elapsed() + later },
  })

  const read = async (id: string, query = '') =>
    (await here.owner.call('GET', `/api/boards/${id}/audit${query}`)).body

  test('tells who did what to whom, latest first, and each thing once', async () => {
    const { id, keys } = await here.owner.makeBoard('Watched')
    const kim = await here.guest('viewer', id, keys.viewer)
    for (let i = 0; i < 2; i++) await kim.call('POST', `/api/boards/${id}/join`, { key: keys.viewer })
    const member = `/api/boards/${id}/members/${await here.idOf(kim)}`
    for (let i = 0; i < 2; i++) await here.owner.call('PATCH', member, { role: 'editor' })
    await kim.call('GET', `/api/boards/${id}/scene`)
    await kim.call('PUT', '/api/me', { name: 'Somebody else', color: '#1864ab' })
    await here.owner.call('DELETE', member)
    const program = new Person(here.http, keys.facilitator)
    await program.call('POST', `/api/boards/${id}/links`, { role: 'editor' })
    const { entries, next } = await read(id)
    const told = entries.map((entry: Entry) => [
      entry.kind,
      entry.by.name,
      entry.subject?.name ?? null,
      entry.role,
      entry.was,
    ])
    expect(told).toEqual([
      ['link-made', 'Program', null, 'editor', null],
      ['link-ended', 'Program', null, 'editor', null],
      ['removed', 'Olu', 'Somebody else', null, 'editor'],
      ['exported', 'viewer', null, 'editor', null],
      ['role-changed', 'Olu', 'viewer', 'editor', 'viewer'],
      ['joined', 'viewer', null, 'viewer', null],
      ['made', 'Olu', null, null, null],
    ])
    expect(next).toBeNull()
  })

  test('a program that connects by a key is told once an hour, by the role of its link', async () => {
    const { id, keys } = await here.owner.makeBoard('Programs')
    const kim = await here.guest('editor', id, keys.editor)
    const told = async () =>
      (await read(id)).entries
        .filter(({ kind }: Entry) => kind === 'program-joined')
        .map(({ by, role }: Entry) => [by.name, role])
    const come = async (person: Person) => {
      const open = await person.connect(id)
      open.end()
      await open.closed
    }
    await come(kim)
    expect(await told()).toEqual([])
    for (let i = 0; i < 2; i++) await come(new Person(here.http, keys.editor))
    await come(new Person(here.http, keys.viewer))
    expect(await told()).toEqual([
      ['Program', 'viewer'],
      ['Program', 'editor'],
    ])
    later += PROGRAM_NOTED_EVERY
    await come(new Person(here.http, keys.viewer))
    expect((await told())[0]).toEqual(['Program', 'viewer'])
    expect(await told()).toHaveLength(3)
  })

  test('what was refused is not in it', async () => {
    const { id, keys } = await here.owner.makeBoard('Refused')
    const kim = await here.guest('editor', id, keys.editor)
    const before = (await read(id)).entries
    await kim.call('POST', `/api/boards/${id}/links`, { role: 'viewer' })
    await kim.call('DELETE', `/api/boards/${id}/members/${await here.idOf(here.owner)}`)
    await here.owner.call('DELETE', `/api/boards/${id}/members/${await here.idOf(here.owner)}`)
    await new Person(here.http).call('GET', `/api/boards/${id}/scene`)
    await new Person(here.http).call('POST', `/api/boards/${id}/join`, { key: 'x'.repeat(32) })
    expect(before).toHaveLength(2)
    expect((await read(id)).entries).toEqual(before)
  })

  test('a page at a time, nothing twice and nothing left out', async () => {
    const { id } = await here.owner.makeBoard('Long')
    for (let i = 0; i < 3; i++) await here.owner.call('POST', `/api/boards/${id}/links`, { role: 'viewer' })
    const whole = (await read(id)).entries
    const seen: unknown[] = []
    for (let next: number | null = Number.MAX_SAFE_INTEGER; next !== null;) {
      const page = await read(id, `?limit=2&before=${next}`)
      expect(page.entries.length).toBeLessThanOrEqual(2)
      seen.push(...page.entries)
      next = page.next
    }
    expect(whole).toHaveLength(7)
    expect(seen).toEqual(whole)
    expect((await here.owner.call('GET', `/api/boards/${id}/audit?before=x`)).body.code).toBe(
      'invalid-request',
    )
  })

  test('[A2] no key is in it', async () => {
    const { id, keys } = await here.owner.makeBoard('Keys')
    await here.guest('editor', id, keys.editor)
    const text = JSON.stringify(await read(id))
    for (const key of Object.values(keys)) expect(text).not.toContain(key)
  })
})

type Named = { name: string }
type Entry = { kind: string; at: string; by: Named; subject: Named | null; role: string; was: string }
