/**
 * Somebody who wants more than their share, under addresses that they made up as well: each limit holds, and two honest
 * people notice nothing.
 */
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { encodeStep1, encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { png, rectangle } from '../contracts/http-app.ts'
import { change, docOf } from '../../apps/server/src/rooms/admission.fake.ts'
import { createBoard } from '../support/boards.ts'
import { bearer, type Answer } from './scene.ts'
import { world } from './world.ts'

const MIB = 1024 * 1024
const NOTHING = Buffer.alloc(0)

/** Another address for each, as one says who hopes that the server believes it. */
let made = 0
const elsewhere = () => ({ 'x-forwarded-for': `203.0.113.${String((made += 1) % 250)}` })

/** Asks until it is too often, at most so many times. Answers with the last answer, and how often it was asked. */
async function until(most: number, ask: () => Promise<Answer>): Promise<{ asked: number; answer: Answer }> {
  for (let asked = 1; ; asked++) {
    const answer = await ask()
    if (answer.status === 429 || asked === most) return { asked, answer }
  }
}

/** What is told of somebody who was told to wait: how they were answered, by what code, and whether until when. */
const told = ({ status, headers, text }: Answer) => [
  status,
  (JSON.parse(text) as { code?: string }).code,
  Number(headers.get('retry-after')) > 0,
]
const TOO_MANY = [429, 'too-many-requests', true]

describe('[A6] of one address, whatever addresses it says it forwards for', () => {
  const scene = world({
    LIMIT_REQUESTS_PER_MINUTE: '80',
    LIMIT_NEW_BOARDS_PER_MINUTE: '4',
    LIMIT_UPLOADS_PER_MINUTE: '4',
    LIMIT_DRAWINGS_PER_MINUTE: '4',
    LIMIT_ROUNDS_PER_MINUTE: '4',
    LIMIT_HISTORY_PER_MINUTE: '4',
    LIMIT_SOCKETS_PER_ADDRESS: '6',
    LIMIT_SIGN_IN_SECONDS: '1',
  })
  const at = (path: string) => `/api/boards/${scene.board.id}${path}`
  const editor = () => ({ ...bearer(scene.board.keys.editor), ...elsewhere() })

  test('sockets, of those who are let in and of those who are not', async () => {
    // Two are the honest people's.
    const sockets = Array.from({ length: 4 }, () => scene.attack(editor()))
    for (const socket of sockets) await socket.heard(() => true)
    for (const headers of [editor(), elsewhere()])
      expect(await scene.attack(headers).closed).toBe(CLOSE_CODES.tooMany)
    for (const socket of sockets) socket.leave()
  })

  test('headers that never end, of a call and of a socket', async () => {
    const { hostname, port, host } = new URL(scene.origin)
    for (const lines of ['GET /api/me', `GET /sync/${scene.board.id}`]) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(Number(port), hostname)
        let got = ''
        socket.setEncoding('utf8').on('data', (data: string) => (got += data))
        // It ends in `close` as well.
        socket.on('error', () => undefined)
        socket.on('close', () => resolve(got))
        socket.write(`${lines} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nX:`)
      })
      expect(answer).toMatch(/^HTTP\/1\.1 408/)
    }
  })

  test.each([
    ['new boards', () => scene.send('POST', '/api/boards', elsewhere(), { title: 'More' })],
    ['forks', () => scene.send('POST', at('/fork'), editor(), {})],
    ['images', () => scene.call('POST', at('/files'), { ...editor(), 'content-type': 'image/png' }, png(1))],
    [
      'pictures',
      () => scene.call('PUT', at('/picture'), { ...editor(), 'content-type': 'image/png' }, NOTHING),
    ],
    ['drawings out', () => scene.call('GET', at('/scene'), editor())],
    ['drawings in', () => scene.send('POST', at('/import'), editor(), { type: 'excalidraw', elements: [] })],
    ['rounds', () => scene.call('GET', at('/rounds/none/drawings'), editor())],
    ['pieces of a history', () => scene.call('GET', at('/history'), editor())],
  ] as const)('%s', async (_, ask) => {
    const { asked, answer } = await until(5, ask)
    expect(told(answer)).toEqual(TOO_MANY)
    // It was let in before.
    expect(asked).toBeGreaterThan(1)
  })

  test('calls of any kind, guesses at links among them', async () => {
    const { answer } = await until(200, () =>
      scene.send('POST', at('/join'), elsewhere(), { key: 'x'.repeat(32), name: 'Mallory' }),
    )
    expect(told(answer)).toEqual(TOO_MANY)
  })
})

describe('[A6] [A8] of what is kept', () => {
  const scene = world({
    LIMIT_BOARDS_PER_VISITOR: '3',
    LIMIT_BYTES_PER_BOARD: String(MIB),
    LIMIT_BYTES_PER_VISITOR: String(1.5 * MIB),
  })
  /** Images of 600 KiB, each another one. */
  const image = (n: number) => Buffer.concat([png(n), Buffer.alloc(600 * 1024, n)])
  const put = (boardId: string, key: string, bytes: Buffer) =>
    scene.call('POST', `/api/boards/${boardId}/files`, { ...bearer(key), 'content-type': 'image/png' }, bytes)

  test('boards of one person, also when they are made at once, forked, or thrown away', async () => {
    const { cookie } = await scene.browser(scene.board.keys.editor, 'Mallory')
    const make = () => scene.send('POST', '/api/boards', { cookie }, { title: 'More' })
    const answers = await Promise.all(Array.from({ length: 6 }, make))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
    const kept = answers.find(({ status }) => status === 201)
    const { id } = JSON.parse(kept?.text ?? '{}') as { id: string }
    await scene.call('DELETE', `/api/boards/${id}`, { cookie })
    const fork = () => scene.send('POST', `/api/boards/${scene.board.id}/fork`, { cookie }, {})
    for (const ask of [make, fork]) {
      const { status, text } = await ask()
      expect([status, text]).toEqual([409, expect.stringContaining('too-many-boards')])
    }
  })

  test('images of one board, and of all that one person made; others still put theirs', async () => {
    const { cookie } = await scene.browser(scene.board.keys.editor, 'Mallory')
    const noRoom = [413, expect.stringContaining('no-room')]
    const boards = [1, 2, 3].map(() => createBoard(scene.origin, 'Mallory’s', { cookie }))
    const [one, two, three] = await Promise.all(boards)
    const key = ({ keys }: { keys: { editor: string } }) => keys.editor
    if (!one || !two || !three) throw new Error('no boards')
    expect((await put(one.id, key(one), image(1))).status).toBe(201)
    const second = await put(one.id, key(one), image(2))
    expect([second.status, second.text]).toEqual(noRoom)
    expect((await put(two.id, key(two), image(3))).status).toBe(201)
    const third = await put(three.id, key(three), image(4))
    expect([third.status, third.text]).toEqual(noRoom)
    // Nor by a file, which is then not taken at all.
    const dataURL = `data:image/png;base64,${image(5).toString('base64')}`
    const drawing = {
      type: 'excalidraw',
      elements: [{ id: 'a', type: 'image', x: 0, y: 0, width: 9, height: 9, fileId: 'f', status: 'saved' }],
      files: { f: { id: 'f', mimeType: 'image/png', dataURL } },
    }
    const imported = await scene.send('POST', `/api/boards/${three.id}/import`, bearer(key(three)), drawing)
    expect([imported.status, imported.text]).toEqual(noRoom)
    expect((await put(scene.board.id, scene.board.keys.editor, image(6))).status).toBe(201)
  })
})

describe('[fault V3] [A6] of whole drawings', () => {
  const scene = world({
    LIMIT_DRAWING_SECONDS_PER_MINUTE: '1',
    LIMIT_DRAWINGS_PER_MINUTE: '100000',
  })
  const add = (body: string) =>
    scene.call(
      'POST',
      `/api/boards/${scene.board.id}/import`,
      { ...bearer(scene.board.keys.editor), 'content-type': 'application/json' },
      body,
    )
  const file = (elements: string) => `{"type":"excalidraw","version":2,"elements":${elements}}`
  const many = (count: number, more: object = {}) =>
    file(JSON.stringify(Array.from({ length: count }, (_, i) => ({ ...rectangle(`many ${i}`), ...more }))))
  const codeOf = ({ status, text }: Answer) => [status, (JSON.parse(text) as { code: string }).code]

  test('a file that is nested deeply, or crumbled, is refused before it is parsed', async () => {
    const deep = await add(file('['.repeat(12 * MIB) + ']'.repeat(12 * MIB)))
    expect(codeOf(deep)).toEqual([400, 'not-a-drawing'])
    const crumbled = await add(file(`[${'{},'.repeat(8 * MIB)}{}]`))
    expect(codeOf(crumbled)).toEqual([413, 'drawing-too-large'])
  })

  test('one that the log does not take at once is too large, however often it is tried', async () => {
    expect(codeOf(await add(many(400, { customData: { text: 'x'.repeat(50_000) } })))).toEqual([
      413,
      'drawing-too-large',
    ])
  })

  test('whole drawings are refused to an address that has used its processor time, and drawing goes on', async () => {
    const { id, keys } = scene.board
    expect([201, 429]).toContain((await add(many(5_000))).status)
    const { answer } = await until(200, () =>
      scene.call('GET', `/api/boards/${id}/scene`, bearer(keys.viewer)),
    )
    expect(told(answer)).toEqual(TOO_MANY)
    const restored = await scene.send('POST', `/api/boards/${id}/restore`, bearer(keys.facilitator), {
      seq: 1,
    })
    expect(told(restored)).toEqual(TOO_MANY)
    expect((await scene.call('GET', `/api/boards/${id}`, bearer(keys.viewer))).status).toBe(200)
  })
})

describe('[A6] of a board’s history', () => {
  const scene = world({ LIMIT_HISTORY_BYTES_PER_BOARD: String(MIB) })
  const large = (client: number, bytes: number) =>
    encodeUpdate(
      change(docOf(client), (doc) =>
        doc.getMap('elements').set(`large ${String(client)}`, 'x'.repeat(bytes)),
      ),
    )

  test('nobody adds to a full one, its readers stay, and its people go on with a new board', async () => {
    const { id, keys } = await createBoard(scene.origin, 'Filled')
    const reader = scene.attack(bearer(keys.editor), `${id}?saved=1`)
    await reader.send(encodeStep1(Uint8Array.of(0)))
    await reader.send(encodeStep2(Y.encodeStateAsUpdate(docOf(60))))
    const mallory = scene.attack(bearer(keys.editor), id)
    await mallory.send(large(61, 600 * 1024))
    await reader.heard(({ type }) => type === 'update')
    await mallory.send(large(62, 600 * 1024))
    expect(await mallory.closed).toBe(CLOSE_CODES.historyFull)
    // Nor by coming again, under another name, or by http.
    const again = scene.attack(bearer(keys.facilitator), id)
    await again.send(large(63, 600 * 1024))
    expect(await again.closed).toBe(CLOSE_CODES.historyFull)
    const elements = Array.from({ length: 8000 }, (_, n) => rectangle(`r${String(n)}`))
    const drawing = { type: 'excalidraw', elements }
    const imported = await scene.send('POST', `/api/boards/${id}/import`, bearer(keys.editor), drawing)
    expect([imported.status, imported.text]).toEqual([409, expect.stringContaining('history-full')])

    await reader.handled()
    const { text: scenes } = await scene.call('GET', `/api/boards/${id}/scene`, bearer(keys.viewer))
    expect(scenes).toContain('"excalidraw"')
    expect((await scene.call('GET', `/api/boards/${id}/history`, bearer(keys.viewer))).status).toBe(200)
    const forked = await scene.send('POST', `/api/boards/${id}/fork`, bearer(keys.editor), {})
    expect(forked.status).toBe(201)
    reader.leave()
  })
})
