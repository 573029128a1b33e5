/**
 * Somebody who tries to come in, to do more than they may, to stay when they are out, or to be another: each fails, and
 * two honest people notice nothing.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { encodeAwareness, encodeStep1, encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { change, docOf } from '../../apps/server/src/rooms/admission.fake.ts'
import { createBoard } from '../support/boards.ts'
import { bearer, JSON_TYPE, type Scene } from './scene.ts'
import { world } from './world.ts'

const EVIL = 'https://evil.example'

const scene = world({ LIMIT_SOCKETS_PER_VISITOR: '3' })
let keys: Scene['board']['keys']
let board: string
beforeAll(() => {
  ;({ keys, id: board } = scene.board)
})

const at = (path: string) => `/api/boards/${board}${path}`
const facilitator = (method: string, path: string, body?: object) =>
  scene.send(method, at(path), bearer(keys.facilitator), body)

describe('[A1] a viewer’s own program', () => {
  test('changes nothing by updates, by answers or by presence, and reads all the same', async () => {
    const mallory = scene.attack(bearer(keys.viewer))
    const update = change(docOf(31), (doc) => doc.getMap('elements').set('by a viewer', 1))
    await mallory.send(encodeUpdate(update))
    await mallory.send(encodeStep2(update))
    await mallory.send(encodeAwareness(encodeAwarenessEntries([{ clientId: 31, clock: 1, state: '{}' }])))
    await mallory.send(encodeStep1(Uint8Array.of(0)))
    await mallory.heard((message) => message.type === 'step2')
    await scene.noticedNothing()
    for (const { elements } of scene.honest) expect(elements.has('by a viewer')).toBe(false)
    await mallory.heard((message) => message.type === 'update')
    mallory.leave()
  })

  test('sees no link of a higher role', async () => {
    const { text } = await scene.call('GET', at(''), bearer(keys.viewer))
    for (const key of [keys.editor, keys.facilitator]) expect(text).not.toContain(key)
  })
})

describe('[A4] one who is out', () => {
  test('by a new link is gone within a second, from every socket, and does not come back', async () => {
    const by = await scene.browser(keys.viewer, 'Mallory')
    const sockets = [scene.attack({ cookie: by.cookie }), scene.attack(bearer(keys.viewer))]
    for (const socket of sockets) await socket.heard(() => true)
    const began = performance.now()
    const renewed = await facilitator('POST', '/links', { role: 'viewer' })
    expect(renewed.status).toBe(201)
    for (const socket of sockets) expect(await socket.closed).toBe(CLOSE_CODES.forbidden)
    expect(performance.now() - began).toBeLessThan(1000)
    for (const credentials of [{ cookie: by.cookie }, bearer(keys.viewer)]) {
      expect((await scene.call('GET', at(''), credentials)).status).toBe(404)
      expect(await scene.attack(credentials).closed).toBe(CLOSE_CODES.forbidden)
    }
    const { link } = JSON.parse(renewed.text) as { link: string }
    keys = { ...keys, viewer: new URL(link).hash.slice('#k='.length) }
  })

  test('by removal is gone within a second, and neither cookie nor ticket opens anything', async () => {
    const by = await scene.browser(keys.editor, 'Mallory')
    const socket = scene.attack({ cookie: by.cookie })
    await socket.heard(() => true)
    const began = performance.now()
    expect((await facilitator('DELETE', `/members/${by.id}`)).status).toBe(204)
    expect(await socket.closed).toBe(CLOSE_CODES.forbidden)
    expect(performance.now() - began).toBeLessThan(1000)
    expect(await scene.attack({ cookie: by.cookie }).closed).toBe(CLOSE_CODES.forbidden)
    expect(await scene.attack({}, `${board}?ticket=${by.ticket}`).closed).toBe(CLOSE_CODES.forbidden)
  })

  test('lowered while drawing draws nothing more', async () => {
    const by = await scene.browser(keys.editor, 'Mallory')
    const socket = scene.attack({ cookie: by.cookie }, `${board}?role=1`)
    await socket.heard((message) => message.type === 'role')
    expect((await facilitator('PATCH', `/members/${by.id}`, { role: 'viewer' })).status).toBe(200)
    await socket.send(encodeUpdate(change(docOf(41), (doc) => doc.getMap('elements').set('too late', 1))))
    await socket.handled()
    await scene.noticedNothing()
    expect(scene.honest[0].elements.has('too late')).toBe(false)
    socket.leave()
  })
})

describe('[A2] [A3] one who was never let in', () => {
  test('by forged, borrowed and misplaced credentials: all alike', async () => {
    const by = await scene.browser(keys.viewer, 'Mallory')
    const elsewhere = await createBoard(scene.origin, 'Elsewhere')
    const tries: Record<string, string>[] = [
      {},
      bearer('x'.repeat(32)),
      bearer(elsewhere.keys.facilitator),
      { authorization: `Basic ${keys.facilitator}` },
      { cookie: by.cookie.replace(by.id, 'A'.repeat(22)) },
      { cookie: `gamelan_visitor=${by.ticket}` },
      { cookie: `gamelan_visitor=${by.id}` },
    ]
    const unknown = await scene.call('GET', `/api/boards/${'A'.repeat(22)}`)
    for (const credentials of tries) {
      const answer = await scene.call('GET', at(''), credentials)
      expect([answer.status, answer.text]).toEqual([404, unknown.text])
      expect(await scene.attack(credentials).closed).toBe(CLOSE_CODES.forbidden)
    }
    expect(await scene.attack({}, `${elsewhere.id}?ticket=${by.ticket}`).closed).toBe(CLOSE_CODES.forbidden)
  })

  test('sees none of the boards of others', async () => {
    const by = await scene.browser(keys.viewer, 'Mallory')
    const own = await createBoard(scene.origin, 'Not for Mallory')
    for (const path of ['/api/boards', '/api/trash', '/api/boards?q=Not']) {
      const { text } = await scene.call('GET', path, { cookie: by.cookie })
      expect(text).not.toContain(own.id)
    }
  })
})

describe('[A5] [A7] another site', () => {
  test('opens no socket, whatever it knows', async () => {
    const by = await scene.browser(keys.editor, 'Mallory')
    for (const origin of [EVIL, 'null', `${scene.origin}.evil.example`]) {
      for (const credentials of [bearer(keys.editor), { cookie: by.cookie }])
        expect(await scene.attack({ ...credentials, origin }).closed).toBe(CLOSE_CODES.forbidden)
    }
  })

  test('changes nothing by a browser’s cookie, and reads nothing: no answer allows it', async () => {
    const by = await scene.browser(keys.editor, 'Mallory')
    const asBrowser = { ...JSON_TYPE, cookie: by.cookie, origin: EVIL }
    const renamed = await scene.call('PATCH', at(''), asBrowser, '{"title":"Theirs"}')
    expect([renamed.status, renamed.text]).toEqual([403, expect.stringContaining('origin-refused')])
    const preflight = await scene.call('OPTIONS', at(''), {
      origin: EVIL,
      'access-control-request-method': 'PATCH',
    })
    const read = await scene.call('GET', at(''), { cookie: by.cookie, origin: EVIL })
    for (const { headers } of [renamed, preflight, read])
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  test('shows no page of ours in a frame, and runs no script of its own in one', async () => {
    for (const path of ['/', `/b/${board}`, '/api/docs', at('')]) {
      const { headers } = await scene.call('GET', path, { accept: 'text/html', ...bearer(keys.viewer) })
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("frame-ancestors 'none'")
      expect(/script-src ([^;]*)/.exec(policy)?.[1]).toBe("'self' 'wasm-unsafe-eval'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
    }
  })
})

describe('[A6] one who wants more than their share', () => {
  test('sockets of one visitor, on whatever boards', async () => {
    const by = await scene.browser(keys.editor, 'Mallory')
    const sockets = Array.from({ length: 3 }, () => scene.attack({ cookie: by.cookie }))
    for (const socket of sockets) await socket.heard(() => true)
    expect(await scene.attack({ cookie: by.cookie }).closed).toBe(CLOSE_CODES.tooMany)
    for (const socket of sockets) socket.leave()
  })

  test('bodies without end, and headers', async () => {
    const body = JSON.stringify({ title: 'x'.repeat(1024 * 1024) })
    const large = await scene.call('POST', '/api/boards', JSON_TYPE, body)
    expect([large.status, large.text]).toEqual([413, expect.stringContaining('too-large')])
    expect((await scene.call('GET', '/api/me', { x: 'x'.repeat(20_000) })).status).toBe(431)
  })
})

test('frames before sign-in are not looked at, and cost their sender the connection where they are many', async () => {
  const mallory = scene.attack(bearer('x'.repeat(32)))
  for (let i = 0; i < 100; i++) await mallory.send(encodeUpdate(Y.encodeStateAsUpdate(docOf(51))))
  expect(await mallory.closed).toBe(CLOSE_CODES.forbidden)
})
