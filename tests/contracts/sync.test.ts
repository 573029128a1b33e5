/**
 * The sync conversation as a program has it: an unmodified y-websocket client against a running server.
 */
import { once } from 'node:events'
import { inflateRawSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { SYNC_MESSAGE_BYTES } from '@gamelan/protocol/limits'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { decodeMessage, encodeStep1 } from '@gamelan/protocol/sync/messages'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createBoard, type TestBoard } from '../support/boards.ts'
import { connect, type Client, type ClientOptions } from '../support/client.ts'
import { startServer, type RunningServer } from '../support/server.ts'

let server: RunningServer
let board: TestBoard
const clients: Client[] = []

beforeAll(async () => {
  server = await startServer({ sources: true })
})
afterAll(async () => {
  await server.stop()
})
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

function join(options: Partial<ClientOptions> = {}): Client {
  const client = connect(server.origin, board.id, { key: board.keys.editor, ...options })
  clients.push(client)
  return client
}

describe('an unmodified y-websocket client', () => {
  beforeAll(async () => {
    board = await createBoard(server.origin)
  })

  test('[S1] reads what others write, and they read what it writes', async () => {
    const [a, b] = [join(), join()]
    await Promise.all([a.synced(), b.synced()])
    a.elements.set('from a', 1)
    b.elements.set('from b', 2)
    await a.until(() => a.elements.get('from b') === 2)
    await b.until(() => b.elements.get('from a') === 1)
    const late = join()
    await late.synced()
    expect(late.elements.toJSON()).toMatchObject({ 'from a': 1, 'from b': 2 })
  })

  test('[S1] [S7] shows the others its presence, under the name that the server gives it', async () => {
    const [a, b] = [join(), join()]
    await Promise.all([a.synced(), b.synced()])
    a.provider.awareness.setLocalState({ cursor: { x: 1, y: 2 }, user: { name: 'somebody else' } })
    await b.until(() => b.provider.awareness.getStates().get(a.doc.clientID)?.['cursor'] !== undefined)
    expect(b.provider.awareness.getStates().get(a.doc.clientID)).toMatchObject({
      cursor: { x: 1, y: 2 },
      user: { role: 'editor', name: expect.not.stringContaining('somebody else') as string },
    })
    a.provider.disconnect()
    await b.until(() => !b.provider.awareness.getStates().has(a.doc.clientID))
  })

  test('[S7] is seen at once when it comes back without having moved', async () => {
    const [a, b] = [join(), join()]
    a.provider.awareness.setLocalState({ idle: 'active' })
    const isSeen = () => b.provider.awareness.getStates().has(a.doc.clientID)
    await b.until(isSeen)
    a.provider.disconnect()
    await b.until(() => !isSeen())
    a.provider.connect()
    await b.until(isSeen)
    expect(a.provider.awareness.getLocalState()).toEqual({ idle: 'active' })
  })

  test('[A1] cannot write as a viewer, and reads all the same', async () => {
    const [viewer, editor] = [join({ key: board.keys.viewer }), join()]
    await Promise.all([viewer.synced(), editor.synced()])
    viewer.elements.set('from a viewer', true)
    editor.elements.set('after it', true)
    await viewer.until(() => viewer.elements.has('after it'))
    const late = join()
    await late.synced()
    expect(late.elements.has('from a viewer')).toBe(false)
    expect(editor.elements.has('from a viewer')).toBe(false)
  })

  test('[A3] is refused for good from an unknown board and with a wrong key alike', async () => {
    const closed = (boardId: string, key: string) =>
      new Promise<number>((resolve) => {
        const client = connect(server.origin, boardId, { key })
        clients.push(client)
        client.provider.on('closed', ({ code }) => resolve(code))
      })
    expect(await closed('A'.repeat(22), board.keys.editor)).toBe(CLOSE_CODES.forbidden)
    expect(await closed(board.id, 'A'.repeat(32))).toBe(CLOSE_CODES.forbidden)
  })
})

describe('a raw client', () => {
  beforeAll(async () => {
    board = await createBoard(server.origin)
  })

  /** A socket of its own, and how it is closed. */
  function open(headers: Record<string, string> = { authorization: `Bearer ${board.keys.editor}` }) {
    const socket = new WebSocket(`${server.origin.replace(/^http/, 'ws')}/sync/${board.id}`, { headers })
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    return { socket, closed, opened: once(socket, 'open') }
  }

  test('[S5] that sends what is no message is closed for good, and its neighbour goes on', async () => {
    const neighbour = join()
    await neighbour.synced()
    const [text, broken] = [open(), open()]
    await Promise.all([text.opened, broken.opened])
    text.socket.send('text')
    broken.socket.send(Uint8Array.of(0, 2, 200))
    expect(await text.closed).toBe(CLOSE_CODES.malformed)
    expect(await broken.closed).toBe(CLOSE_CODES.malformed)
    expect(neighbour.provider.wsconnected).toBe(true)
  })

  test('[A6] [S5] that sends a frame over the limit is closed', async () => {
    const { socket, closed, opened } = open()
    await opened
    socket.on('error', () => undefined)
    socket.send(new Uint8Array(SYNC_MESSAGE_BYTES + 1))
    expect(await closed).toBe(CLOSE_CODES.tooBig)
    const line = server
      .stderr()
      .split('\n')
      .find((text) => text.includes('sync socket broke'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      board: board.id,
      connection: expect.any(String) as string,
    })
  })

  test('[A5] that comes from the page of another site is refused, whatever it knows', async () => {
    const authorization = `Bearer ${board.keys.editor}`
    const foreign = open({ authorization, origin: 'https://elsewhere.example' })
    expect(await foreign.closed).toBe(CLOSE_CODES.forbidden)
    const own = open({ authorization, origin: server.origin })
    const [frame] = (await once(own.socket, 'message')) as [Buffer]
    expect(decodeMessage(frame).type).toBe('step1')
    own.socket.close()
  })

  test('[S1] loses nothing that it sends before the board is loaded', async () => {
    const fresh = await createBoard(server.origin)
    const socket = new WebSocket(`${server.origin.replace(/^http/, 'ws')}/sync/${fresh.id}`, {
      headers: { authorization: `Bearer ${fresh.keys.editor}` },
    })
    const types: string[] = []
    const answered = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        types.push(decodeMessage(data).type)
        if (types.length === 2) resolve()
      })
    })
    await once(socket, 'open')
    socket.send(encodeStep1(Uint8Array.of(0)))
    await answered
    expect(types).toEqual(['step1', 'step2'])
    socket.close()
  })
})

test('[S2] message 102 counts what is committed, and names the ids that moved', async () => {
  board = await createBoard(server.origin)
  const a = join({ params: { saved: '1' } })
  await a.synced()
  await a.allSaved()
  const before = a.saved()
  for (let i = 0; i < 20; i++) a.elements.set(`e${i}`, i)
  await a.allSaved()
  // The last commit of those moved the id, and so the last message names it; a deletion moves none.
  const moved = a.saved()
  a.elements.delete('e0')
  await a.allSaved()
  const after = a.saved()
  expect(after?.messages).toBe((before?.messages ?? 0) + 21)
  expect(after?.seq).toBeGreaterThan(before?.seq ?? 0)
  expect(Y.decodeStateVector(moved?.stateVector ?? new Uint8Array(0)).get(a.doc.clientID)).toBe(20)
})

test('[S8] who takes deflated frames gets a large document in fewer bytes, and misses nothing meanwhile', async () => {
  board = await createBoard(server.origin)
  const editor = join({ params: { saved: '1' } })
  await editor.synced()
  editor.doc.transact(() => {
    for (let i = 0; i < 2000; i++) editor.elements.set(`element ${i}`, 'words that come again and again')
  })
  await editor.allSaved()
  const socket = new WebSocket(`${server.origin.replace(/^http/, 'ws')}/sync/${board.id}?deflate=1`, {
    headers: { authorization: `Bearer ${board.keys.editor}` },
  })
  const doc = new Y.Doc()
  const types: string[] = []
  const all = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      let message = decodeMessage(data)
      types.push(message.type)
      if (message.type === 'deflated') message = decodeMessage(inflateRawSync(message.frame))
      if (message.type !== 'step2' && message.type !== 'update') return
      Y.applyUpdate(doc, message.update)
      if (doc.getMap('elements').has('meanwhile')) resolve()
    })
  })
  await once(socket, 'open')
  socket.send(encodeStep1(Y.encodeStateVector(doc)))
  editor.elements.set('meanwhile', true)
  editor.elements.delete('element 7')
  await all
  socket.terminate()
  expect(types).toContain('deflated')
  expect(types).not.toContain('step2')
  expect(doc.getMap('elements').has('element 8')).toBe(true)
})

test('[S3] kill -9: what was saved is there, clients go on by themselves and bring the rest', async () => {
  board = await createBoard(server.origin)
  const [a, b] = [join(), join({ params: { saved: '1' } })]
  await Promise.all([a.synced(), b.synced()])
  for (let i = 0; i < 50; i++) a.elements.set(`a${i}`, i)
  await b.until(() => b.elements.has('a49'))
  await server.kill('SIGKILL')
  await a.until(() => !a.provider.wsconnected)
  a.elements.set('while it was away', true)
  await server.restart()
  await b.until(() => b.elements.has('while it was away'))
  b.elements.set('after it came back', true)
  await a.until(() => a.elements.has('after it came back'))
  await b.allSaved()
  for (const client of clients.splice(0)) client.close()
  await server.restart()
  const fresh = join()
  await fresh.synced()
  expect(fresh.elements.size).toBe(52)
})
