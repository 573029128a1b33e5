/**
 * The limits that an operator may set, each reached, over http and over sockets: a clear code, and others go on.
 */
import { connect as connectSocket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BlockText } from '@gamelan/protocol/session/agenda'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { WebSocket } from 'ws'
import { createCounts } from '../../apps/server/src/counts.ts'
import { openSession } from '../support/session-client.ts'
import { Person, databases, png, startHttp } from './http-app.ts'
import type { DatabaseServer, HttpApp } from './http-app.ts'

const IMAGE = png(1).length

describe.each(databases)('limits on %s', (_, startDatabases) => {
  let databaseServer: DatabaseServer
  let http: HttpApp

  beforeAll(async () => {
    databaseServer = await startDatabases()
    http = await startHttp(databaseServer, {
      embedOrigins: ['https://wiki.example.org'],
      embedSites: ['https://player.example.org'],
      limits: {
        boardsPerVisitor: 3,
        bytesPerBoard: 2 * IMAGE,
        bytesPerVisitor: 3 * IMAGE,
        imageBytes: 2 * IMAGE,
        imagePixels: 100,
        socketsPerAddress: 4,
        socketsPerVisitor: 2,
        signInSeconds: 1,
        headerBytes: 4096,
      },
    })
  })
  afterAll(async () => {
    await http.stop()
    await databaseServer.stop()
  })

  test('[A6] boards that one person may make, also when they are made at once', async () => {
    const kim = new Person(http)
    await kim.makeBoard('First')
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => kim.call('POST', '/api/boards', { title: 'More' })),
    )
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 201, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('too-many-boards')
    expect((await new Person(http).call('POST', '/api/boards')).status).toBe(201)
  })

  test('[A6] boards of sessions are not among them: who has made as many as they may draws alone all the same', async () => {
    const kim = new Person(http)
    const { id } = await kim.makeBoard('One')
    for (const title of ['Two', 'Three']) await kim.makeBoard(title)
    const client = await openSession(http.sockets.replace('ws:', 'http:'), id, { headers: kim.credentials() })
    await client.until(({ seq }) => seq > 0)
    const to = {
      title: 'Down',
      format: 'talk',
      question: '',
      steps: [],
      minutes: 5,
      owner: null,
    } satisfies BlockText
    expect(await client.ask({ type: 'pivot', reason: 'It is down', to, onFreshBoard: true })).toMatchObject({
      ok: true,
    })
    await client.ask({ type: 'open-round', question: 'What is slow?' })
    await client.until(() => client.ownBoards.size === 1)
    client.end()
  })

  test('[A6] [A8] an image’s bytes and pixels, a board’s bytes, and those of all boards of its maker', async () => {
    const kim = new Person(http)
    const [one, two] = [await kim.makeBoard('One'), await kim.makeBoard('Two')]
    const put = (id: string, image: Buffer, by = kim) => by.bytes('POST', `/api/boards/${id}/files`, image)
    const large = Buffer.concat([png(1), Buffer.alloc(IMAGE + 1)])
    expect(await put(one.id, large)).toMatchObject({ status: 413, body: { code: 'image-too-large' } })
    expect((await put(one.id, png(1, 101, 1))).body.code).toBe('image-too-large')
    expect((await put(one.id, png(1))).status).toBe(201)
    expect((await put(one.id, png(2))).status).toBe(201)
    expect(await put(one.id, png(3))).toMatchObject({ status: 413, body: { code: 'no-room' } })
    // What is there already takes no more room.
    expect((await put(one.id, png(2))).status).toBe(200)
    expect((await put(two.id, png(3))).status).toBe(201)
    // The maker's boards count together, whoever brings the image.
    expect((await put(two.id, png(4), new Person(http, two.keys.editor))).body.code).toBe('no-room')
    const other = new Person(http)
    expect((await put((await other.makeBoard('Theirs')).id, png(4), other)).status).toBe(201)
  })

  test('[A6] sockets of one visitor, and of one address', async () => {
    const kim = new Person(http)
    const { id, keys } = await kim.makeBoard('Sockets')
    const open = (headers: Record<string, string>) =>
      new Promise<number | WebSocket>((resolve) => {
        const socket = new WebSocket(`${http.sockets}/sync/${id}`, { headers })
        socket.on('message', () => resolve(socket))
        socket.on('close', resolve)
      })
    const program = { authorization: `Bearer ${keys.editor}` }
    const ends: WebSocket[] = []
    const isIn = async (headers: Record<string, string>) => {
      const answer = await open(headers)
      if (typeof answer === 'number') return answer
      ends.push(answer)
      return 'in'
    }
    expect(await isIn(kim.credentials())).toBe('in')
    expect(await isIn(kim.credentials())).toBe('in')
    expect(await isIn(kim.credentials())).toBe(CLOSE_CODES.tooMany)
    expect(await isIn(program)).toBe('in')
    expect(await isIn(program)).toBe('in')
    expect(await isIn(program)).toBe(CLOSE_CODES.tooMany)
    const [first, ...rest] = ends
    const gone = new Promise((resolve) => first?.once('close', resolve))
    first?.close()
    await gone
    // The server may hear of the end a little later.
    let again = await isIn(kim.credentials())
    while (again !== 'in') again = await isIn(kim.credentials())
    for (const socket of [...rest, ...ends]) socket.terminate()
  })

  test('[A6] headers over the limit, and headers that never end', async () => {
    const { port } = new URL(http.sockets)
    const say = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connectSocket(Number(port), '127.0.0.1')
        let answer = ''
        socket.setEncoding('utf8').on('data', (data: string) => (answer += data))
        socket.on('error', () => undefined)
        socket.on('close', () => resolve(answer))
        socket.write(text)
      })
    expect(await say(`GET /api/me HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(5000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431/,
    )
    expect(await say('GET /api/me HTTP/1.1\r\nHost: a\r\nX:')).toMatch(/^HTTP\/1\.1 408/)
  })

  test('[A7] the pages of EMBED_ORIGINS may show it in a frame, and no others', async () => {
    const { headers } = await new Person(http).call('GET', '/')
    expect(headers['content-security-policy']).toContain("frame-ancestors 'self' https://wiki.example.org")
    expect(headers['x-frame-options']).toBeUndefined()
  })

  test('[A7] boards may show the pages of EMBED_SITES in a frame, and no others', async () => {
    const { headers } = await new Person(http).call('GET', '/')
    expect(headers['content-security-policy']).toContain(';frame-src https://player.example.org;')
    const { body } = await new Person(http).call('GET', '/api/settings')
    expect(body).toEqual({ embedSites: ['https://player.example.org'] })
  })
})

test('counts forget whom they have let go', () => {
  const counts = createCounts(2)
  expect([counts.take('a'), counts.take('a'), counts.take('a'), counts.take('b')]).toEqual([
    true,
    true,
    false,
    true,
  ])
  counts.release('a')
  expect([counts.take('a'), counts.take('a')]).toEqual([true, false])
  for (let i = 0; i < 3; i++) counts.release('b')
  expect([counts.take('b'), counts.take('b'), counts.take('b')]).toEqual([true, true, false])
})
