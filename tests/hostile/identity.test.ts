/**
 * Somebody who tries to be another, or to have the audit tell what was not: by personal links, names, and calls that do
 * not exist. Each fails, and two honest people notice nothing.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { NAME_LENGTH } from '@gamelan/protocol/limits'
import { bearer, JSON_TYPE, type Browser } from './scene.ts'
import { world } from './world.ts'

const scene = world()
let olu: Browser
let mallory: Browser
beforeAll(async () => {
  const { keys } = scene.board
  olu = await scene.browser(keys.facilitator, 'Olu')
  mallory = await scene.browser(keys.editor, 'Mallory')
})

type Audit = { entries: { kind: string; by: { id: string; name: string } }[] }
const auditText = async () =>
  (await scene.call('GET', `/api/boards/${scene.board.id}/audit`, { cookie: olu.cookie })).text
const audit = async () => (JSON.parse(await auditText()) as Audit).entries
const whoIs = async (cookie: string) => (await scene.call('GET', '/api/me', { cookie })).text

describe('[A2] a personal link', () => {
  const make = async ({ cookie }: Browser): Promise<string> => {
    const { status, text } = await scene.call('POST', '/api/me/link', { cookie })
    expect(status).toBe(201)
    return new URL((JSON.parse(text) as { link: string }).link).hash.slice('#k='.length)
  }
  const open = (key: string, headers = {}) => scene.send('POST', '/api/me/open', headers, { key })
  /** It opens nothing, and nobody becomes anybody by it. */
  const isOver = async (key: string) => {
    const { status, text, headers } = await open(key, { cookie: mallory.cookie })
    expect([status, headers.get('set-cookie')]).toEqual([404, null])
    expect(text).toContain('personal-link-over')
    expect(text).not.toContain('Olu')
    expect(await whoIs(mallory.cookie)).toContain('Mallory')
  }

  test('that was guessed, or is something else that the attacker knows, opens nothing', async () => {
    await make(olu)
    for (const key of ['A'.repeat(22), scene.board.id, olu.id]) await isOver(key)
    const { keys } = scene.board
    for (const key of [keys.facilitator, olu.ticket, '', '\0'.repeat(22), "' or '1'='1"]) {
      const { status } = await open(key, { cookie: mallory.cookie })
      expect([key, status]).toEqual([key, 400])
    }
  })

  test('opens nothing after it was used, was replaced, or was ended', async () => {
    const used = await make(olu)
    const opened = await open(used)
    expect([opened.status, opened.text.includes('Olu')]).toEqual([200, true])
    await isOver(used)
    const replaced = await make(olu)
    const newer = await make(olu)
    await isOver(replaced)
    await scene.call('DELETE', '/api/me/link', { cookie: olu.cookie })
    await isOver(newer)
  })

  test('is one’s own alone: no call makes, ends or reads another’s', async () => {
    const key = await make(olu)
    expect(await make(mallory)).not.toBe(key)
    await scene.call('DELETE', '/api/me/link', { cookie: mallory.cookie })
    const forged = { cookie: mallory.cookie.replace(mallory.id, olu.id) }
    for (const headers of [{}, forged, bearer(scene.board.keys.facilitator), bearer(olu.ticket)])
      expect((await scene.call('POST', '/api/me/link', headers)).status).toBe(401)
    await scene.call('DELETE', '/api/me/link', forged)
    // Theirs still opens.
    expect((await open(key)).status).toBe(200)
  })

  test('is no key of a board, and a board’s key is no cookie', async () => {
    const key = await make(olu)
    const address = `/api/boards/${scene.board.id}`
    const { facilitator } = scene.board.keys
    const cookies = [key, facilitator, olu.id].map((value) => ({ cookie: `gamelan_visitor=${value}` }))
    for (const headers of [bearer(key), bearer(olu.id), ...cookies])
      expect((await scene.call('GET', address, headers)).status).toBe(404)
    expect((await open(facilitator)).status).toBe(400)
    expect((await scene.send('POST', `${address}/join`, {}, { key, name: 'Mallory' })).status).toBe(400)
  })

  test('of the attacker’s own makes nobody a person of theirs from another site', async () => {
    const key = await make(mallory)
    const { status, headers } = await open(key, { origin: 'https://evil.example', cookie: olu.cookie })
    expect([status, headers.get('set-cookie')]).toEqual([403, null])
    expect(await whoIs(olu.cookie)).toContain('Olu')
  })
})

describe('[A1] the audit', () => {
  test('is read by no one but a facilitator, and written, changed and emptied by no call', async () => {
    const before = await auditText()
    const address = `/api/boards/${scene.board.id}/audit`
    const entry = JSON.stringify({ kind: 'removed', by: { id: olu.id, name: 'Olu' } })
    for (const headers of [{ cookie: mallory.cookie }, bearer(scene.board.keys.viewer)])
      expect((await scene.call('GET', address, headers)).status).toBe(403)
    for (const headers of [{ cookie: mallory.cookie }, { cookie: olu.cookie }]) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        for (const path of [address, `${address}/1`]) {
          const { status } = await scene.call(method, path, { ...headers, ...JSON_TYPE }, entry)
          expect([method, path, status]).toEqual([method, path, 404])
        }
      }
    }
    expect(await auditText()).toBe(before)
  })

  test('tells by whom something was done, whatever they call themselves and say of others', async () => {
    const { id } = scene.board
    const said = { name: 'Olu', color: '#1864ab', id: olu.id, participant: { id: olu.id }, actor: olu.id }
    expect((await scene.send('PUT', '/api/me', { cookie: mallory.cookie }, said)).status).toBe(200)
    await scene.send('POST', `/api/boards/${id}/fork`, { cookie: mallory.cookie }, { title: 'x', by: olu })
    await scene.call('GET', `/api/boards/${id}/scene`, { cookie: mallory.cookie, 'x-visitor': olu.id })
    const [exported] = await audit()
    expect([exported?.kind, exported?.by]).toEqual(['exported', { id: mallory.id, name: 'Olu' }])
    expect((await audit()).filter(({ by }) => by.id === olu.id).map(({ kind }) => kind)).toEqual(['joined'])
  })

  test('keeps a hostile name as the text that it is, and no log line is forged by it', async () => {
    const { id, keys } = scene.board
    const names = [
      '<img src=x onerror=alert(1)>',
      '"},{"kind":"removed","by":{"id":"x"',
      "'; drop table audit; --",
      '\u202eevoba eht did ulO\u2066',
    ]
    for (const name of names) {
      const headers = { 'user-agent': name.replaceAll(/[^ -~]/g, ' '), 'x-forwarded-for': '"level":"error"' }
      const { status } = await scene.send('POST', `/api/boards/${id}/join`, headers, {
        key: keys.viewer,
        name,
      })
      expect([name, status]).toEqual([name, 200])
    }
    for (const name of ['', 'x'.repeat(NAME_LENGTH + 1), { toString: 'x' }, 'x\0', 'x\n{"level":"error"}'])
      expect(
        (await scene.send('POST', `/api/boards/${id}/join`, {}, { key: keys.viewer, name })).status,
      ).toBe(400)
    const told = (await audit()).slice(0, names.length)
    expect(told.map(({ kind, by }) => [kind, by.name]).toReversed()).toEqual(
      names.map((name) => ['joined', name.replaceAll(/[\u202e\u2066]/g, '')]),
    )
    const { headers } = await scene.call('GET', `/api/boards/${id}/audit`, { cookie: olu.cookie })
    expect([headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
      'application/json; charset=utf-8',
      'nosniff',
    ])
  })
})
