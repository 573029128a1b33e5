import { createDocument, writeChanges } from '@gamelan/board-model'
import { decodeAwarenessEntries, encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import {
  decodeMessage,
  encodeAwareness,
  encodeSaved,
  encodeStep1,
  encodeStep2,
} from '@gamelan/protocol/sync/messages'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardConnection } from './board-connection.ts'
import type { LocalCopyEvents } from './local-copy.ts'
import { fakeTimer } from './fake-timer.test-support.ts'

/** The server's end of each socket that the page opened, in order. */
class FakeSocket {
  static readonly OPEN = 1
  static opened: FakeSocket[] = []
  readonly OPEN = 1
  readyState = 0
  binaryType = ''
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  readonly url: string
  readonly sent: Uint8Array[] = []
  /** Whether the network between the two ends is gone, so that nothing is answered, a goodbye neither. */
  isCut = false

  constructor(url: string) {
    this.url = url
    FakeSocket.opened.push(this)
  }

  send(frame: Uint8Array): void {
    this.sent.push(frame)
  }

  close(code = 1006): void {
    if (this.readyState === 3 || this.isCut) return
    this.readyState = 3
    this.onclose?.({ code, reason: '' })
  }

  open(): void {
    this.readyState = 1
    this.onopen?.()
  }

  say(frame: Uint8Array): void {
    this.onmessage?.({ data: frame.slice().buffer })
  }

  types(): string[] {
    return this.sent.map((frame) => decodeMessage(frame).type)
  }
}

const made: BoardConnection[] = []
afterEach(() => {
  for (const connection of made.splice(0)) connection.destroy()
  FakeSocket.opened = []
})

/** Lets a new connection read what other tabs have stored. */
const caughtUp = () => new Promise((resolve) => setImmediate(resolve))

function later() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve: () => resolve() }
}

type Setup = {
  ticket?: () => string | undefined
  isWhole?: boolean
  kept?: Uint8Array
  loaded?: Promise<void>
}

async function setup({
  ticket = () => undefined,
  isWhole = false,
  kept,
  loaded = Promise.resolve(),
}: Setup = {}) {
  const board = new Y.Doc()
  createDocument(board)
  const copy = {
    isWhole,
    forgotten: 0,
    marked: 0,
    isStoring: true,
    catchUps: 0,
    catchUp: () => Promise.resolve(),
    events: undefined as LocalCopyEvents | undefined,
  }
  const timer = fakeTimer()
  const network = new EventTarget()
  const clock = { now: 0 }
  const connection = new BoardConnection(
    {
      boardId: 'board',
      role: 'editor',
      participant: { id: 'a'.repeat(22), name: 'Kim', color: '#1864ab' },
      ticket,
    },
    {
      Socket: FakeSocket as unknown as typeof WebSocket,
      origin: 'ws://localhost',
      timer,
      now: () => clock.now,
      random: () => 0.5,
      network,
      openLocalCopy: (_boardId, doc, events) => {
        copy.events = events
        if (kept) Y.applyUpdate(doc, kept)
        return {
          loaded,
          waited: Promise.resolve(),
          isWhole: copy.isWhole,
          get isStoring() {
            return copy.isStoring
          },
          catchUp: () => {
            copy.catchUps++
            return copy.catchUp()
          },
          markWhole: () => void copy.marked++,
          close: () => Promise.resolve(),
          forget: () => Promise.resolve(void copy.forgotten++),
          setAside: () => Promise.resolve(),
          asides: () => Promise.resolve([]),
          dropAside: () => Promise.resolve(),
        }
      },
    },
  )
  made.push(connection)
  await Promise.resolve()
  await Promise.resolve()
  const socket = (n = FakeSocket.opened.length - 1): FakeSocket => {
    const found = FakeSocket.opened[n]
    if (!found) throw new Error(`the page opened no socket ${n}`)
    return found
  }
  /** Opens the newest socket and does what a server does first. */
  const greet = () => {
    socket().open()
    socket().say(encodeStep1(Y.encodeStateVector(board)))
    socket().say(encodeStep2(Y.encodeStateAsUpdate(board, Y.encodeStateVector(connection.doc))))
  }
  const acknowledge = (messages: number) =>
    socket().say(encodeSaved({ seq: 1, stateVector: Uint8Array.of(0), messages }))
  return { board, connection, copy, timer, network, clock, socket, greet, acknowledge }
}

test('[S4] nothing counts as loaded before the server’s board is there, and then it may be kept', async () => {
  const { connection, copy, socket, greet } = await setup()
  expect(connection.snapshot()).toMatchObject({ loaded: false, saveState: 'connecting', ended: null })
  socket().open()
  expect(connection.snapshot().loaded).toBe(false)
  greet()
  expect(connection.snapshot().loaded).toBe(true)
  expect(copy.marked).toBe(1)
})

test('a whole local copy is shown without the server', async () => {
  const { connection } = await setup({ isWhole: true })
  expect(connection.snapshot().loaded).toBe(true)
})

test('[S2] saved only when all sync messages of this socket are acknowledged', async () => {
  const { connection, socket, greet, acknowledge } = await setup()
  greet()
  expect(
    socket()
      .types()
      .filter((type) => type !== 'awareness'),
  ).toEqual(['step1', 'step2'])
  expect(connection.snapshot().saveState).toBe('saving')
  acknowledge(2)
  expect(connection.snapshot().saveState).toBe('saved')
  connection.doc.getMap('elements').set('x', 1)
  expect(connection.snapshot().saveState).toBe('saving')
  acknowledge(3)
  expect(connection.snapshot().saveState).toBe('saved')
})

test('[S2] [S12] without an acknowledgement it says so after a while, and offline when the socket is gone', async () => {
  const { connection, socket, timer, clock, greet } = await setup()
  greet()
  clock.now = 5_000
  timer.pass()
  expect(connection.snapshot().saveState).toBe('not-saved')
  socket().close()
  expect(connection.snapshot().saveState).toBe('offline')
})

test('[S7] the presence of others is never sent back, and the own one not oftener than the interval', async () => {
  const { connection, socket, timer, greet } = await setup()
  greet()
  timer.pass()
  const user = { id: 'b', name: 'Lee', color: '#c2255c', role: 'editor' }
  socket().say(
    encodeAwareness(
      encodeAwarenessEntries([
        { clientId: 5, clock: 1, state: JSON.stringify({ user }) },
        {
          clientId: connection.awareness.clientID,
          clock: 900,
          state: JSON.stringify({ user, view: [0, 0, 1, 1] }),
        },
        { clientId: 6, clock: 1, state: JSON.stringify({ cursor: 'nobody' }) },
      ]),
    ),
  )
  timer.pass()
  expect(connection.snapshot().people.map((person) => person.user.name)).toEqual(['Kim', 'Lee'])
  expect(connection.awareness.getLocalState()).toEqual({})
  const sentBefore = socket()
    .types()
    .filter((type) => type === 'awareness').length
  for (let x = 1; x <= 10; x++) connection.setPresence({ cursor: { x, y: 0, tool: 'pointer', down: false } })
  timer.pass()
  const frames = socket()
    .sent.map(decodeMessage)
    .filter((message) => message.type === 'awareness')
  expect(frames.length - sentBefore).toBe(2)
  for (const { update } of frames) {
    const ids = decodeAwarenessEntries(update, 10)?.map(({ clientId }) => clientId)
    expect(ids).toEqual([connection.awareness.clientID])
  }
  const last = frames.at(-1)
  expect(last && decodeAwarenessEntries(last.update, 10)?.[0]?.state).toContain('"x":10')
})

test('[S7] a cursor that moves is no news for the top bar', async () => {
  const { connection, socket, greet } = await setup()
  greet()
  const user = { id: 'b', name: 'Lee', color: '#c2255c', role: 'editor' }
  const move = (clock: number, x: number) => {
    const state = JSON.stringify({ user, cursor: { x, y: 0, tool: 'pointer', down: false } })
    socket().say(encodeAwareness(encodeAwarenessEntries([{ clientId: 5, clock, state }])))
  }
  move(1, 1)
  const before = connection.snapshot()
  move(2, 2)
  expect(connection.snapshot()).toBe(before)
  expect(connection.peers.get(5)?.cursor?.x).toBe(2)
})

test('[S7] on a new socket the own presence has a higher clock, so that others take it again', async () => {
  const { connection, socket, network, greet } = await setup()
  greet()
  const clockOf = (frame: Uint8Array | undefined) => {
    const message = frame && decodeMessage(frame)
    return message?.type === 'awareness' ? decodeAwarenessEntries(message.update, 9)?.[0]?.clock : undefined
  }
  const isPresence = (frame: Uint8Array) => decodeMessage(frame).type === 'awareness'
  const before = clockOf(socket().sent.findLast(isPresence)) ?? Infinity
  socket().close()
  network.dispatchEvent(new Event('online'))
  greet()
  expect(FakeSocket.opened).toHaveLength(2)
  expect(clockOf(socket().sent.find(isPresence))).toBeGreaterThan(before)
  expect(connection.snapshot().loaded).toBe(true)
})

test('[fault P6] each try takes the newest ticket: an old one would be refused for good', async () => {
  let ticket: string | undefined = 'first'
  const { socket, network, greet } = await setup({ ticket: () => ticket })
  expect(socket().url).toContain('ticket=first')
  greet()
  ticket = 'second'
  socket().close()
  network.dispatchEvent(new Event('online'))
  expect(socket().url).toContain('saved=1')
  expect(socket().url).toContain('ticket=second')
  ticket = undefined
  socket().close()
  network.dispatchEvent(new Event('online'))
  expect(socket().url).not.toContain('ticket')
})

test('[S2] a network that is said to be gone is believed at once, and the socket is not waited for', async () => {
  const { connection, network, socket, greet, acknowledge } = await setup()
  greet()
  acknowledge(2)
  expect(connection.snapshot().saveState).toBe('saved')
  socket().isCut = true
  network.dispatchEvent(new Event('offline'))
  expect(connection.snapshot().saveState).toBe('offline')
  expect(FakeSocket.opened).toHaveLength(2)
  greet()
  acknowledge(2)
  await caughtUp()
  expect(connection.snapshot().saveState).toBe('saved')
})

test('a new name needs a new socket and nothing else: the document stays, and nothing looks offline', async () => {
  const { connection, socket, greet, acknowledge } = await setup()
  greet()
  acknowledge(2)
  connection.doc.getMap('elements').set('x', 1)
  const kim = { id: 'a'.repeat(22), name: 'Kim', color: '#1864ab' }
  connection.introduce(kim)
  expect(FakeSocket.opened).toHaveLength(1)
  connection.introduce({ ...kim, name: 'Kimberley' })
  expect(socket(0).readyState).toBe(3)
  expect(FakeSocket.opened).toHaveLength(2)
  expect(connection.snapshot()).toMatchObject({
    saveState: 'connecting',
    loaded: true,
    people: [{ isMe: true, user: { name: 'Kimberley', role: 'editor' } }],
  })
  greet()
  acknowledge(2)
  await caughtUp()
  expect(connection.snapshot().saveState).toBe('saved')
  expect(connection.doc.getMap('elements').get('x')).toBe(1)
})

test.each([
  ['forbidden', 'forbidden', 1],
  ['refused', 'refused', 0],
  ['malformed', 'malformed', 0],
  ['full', 'full', 0],
  ['historyFull', 'history-full', 0],
  ['tooBig', 'refused', 0],
] as const)('[S5a] after %s it does not come back', async (reason, ended, forgotten) => {
  const { connection, copy, socket, network, greet } = await setup()
  greet()
  socket().close(CLOSE_CODES[reason])
  network.dispatchEvent(new Event('online'))
  expect(connection.snapshot().ended).toBe(ended)
  expect(FakeSocket.opened).toHaveLength(1)
  expect(copy.forgotten).toBe(forgotten)
})

test('[S5a] one under whose client id the server has more than it wrote ends, and sends nothing of it', async () => {
  const { board, connection, copy, socket, network, greet } = await setup()
  greet()
  socket().close()
  connection.doc.getMap('elements').set('unsent', 1)
  const forged = new Y.Doc()
  forged.clientID = connection.doc.clientID
  for (const key of ['a', 'b']) forged.getMap('elements').set(key, 1)
  Y.applyUpdate(board, Y.encodeStateAsUpdate(forged))
  network.dispatchEvent(new Event('online'))
  socket().open()
  socket().say(encodeStep1(Y.encodeStateVector(board)))
  expect(connection.snapshot().ended).toBe('refused')
  expect(socket().types()).not.toContain('step2')
  expect(copy.forgotten).toBe(0)
  network.dispatchEvent(new Event('online'))
  expect(FakeSocket.opened).toHaveLength(2)
})

test('[S4] a copy that the browser is slow to open is not shown before it is there, and is shown then', async () => {
  const loaded = later()
  const { connection } = await setup({ isWhole: true, loaded: loaded.promise })
  expect(FakeSocket.opened).toHaveLength(1)
  expect(connection.snapshot().loaded).toBe(false)
  expect(connection.isCopyLoaded).toBe(false)
  loaded.resolve()
  await loaded.promise
  expect(connection.snapshot().loaded).toBe(true)
  expect(connection.isCopyLoaded).toBe(true)
})

test('[S4] what arrives late of a copy that was never whole is not shown without the server', async () => {
  const loaded = later()
  const { connection, greet } = await setup({ loaded: loaded.promise })
  loaded.resolve()
  await loaded.promise
  expect(connection.snapshot().loaded).toBe(false)
  greet()
  expect(connection.snapshot().loaded).toBe(true)
})

test('[M14] a board of a newer version is not shown, and nothing is sent', async () => {
  const newer = new Y.Doc()
  newer.getMap('meta').set('version', 99)
  const { connection } = await setup({ isWhole: true, kept: Y.encodeStateAsUpdate(newer) })
  expect(connection.snapshot()).toMatchObject({ ended: 'too-new', loaded: false })
  expect(FakeSocket.opened).toHaveLength(0)
})

test('[M14] one that becomes newer while it is open ends', async () => {
  const { board, connection, greet } = await setup()
  board.getMap('meta').set('version', 99)
  greet()
  expect(connection.snapshot().ended).toBe('too-new')
})

test('[S5a] unsent is what the server has neither asked for in its state nor said to be saved', async () => {
  const { board, connection, socket, greet } = await setup()
  greet()
  const draw = (id: string) =>
    writeChanges(
      connection.doc,
      [{ before: undefined, after: { id, type: 'rectangle', x: 0, y: 0, width: 9, height: 9, index: id } }],
      { origin: 'test' },
    )
  draw('a1')
  expect([...connection.unsent()]).toEqual(['a1'])
  socket().say(encodeSaved({ seq: 1, stateVector: Y.encodeStateVector(connection.doc), messages: 2 }))
  draw('a2')
  expect([...connection.unsent()]).toEqual(['a2'])
  // A server that crashed may have lost what it had, but for what it called saved.
  const saved = Y.encodeStateAsUpdate(connection.doc)
  draw('a3')
  socket().say(encodeStep1(Y.encodeStateVector(connection.doc)))
  expect([...connection.unsent()]).toEqual([])
  socket().say(encodeStep1(Y.encodeStateVectorFromUpdate(saved)))
  expect([...connection.unsent()]).toEqual(['a3'])
  // Another program takes the page's own id, further than the page has got.
  Y.applyUpdate(board, Y.encodeStateAsUpdate(connection.doc))
  board.clientID = connection.doc.clientID
  board.getMap('others').set('forged', 1)
  socket().say(encodeStep1(Y.encodeStateVector(board)))
  expect(connection.snapshot().ended).toBe('refused')
  expect([...connection.unsent()]).toEqual(['a3'])
})

test('[fault P1] a try to connect that nobody answers ends, and the next one follows', async () => {
  const { connection, timer, socket, greet, acknowledge } = await setup()
  greet()
  acknowledge(2)
  socket().close()
  await expect.poll(() => FakeSocket.opened.length).toBe(2)
  socket().isCut = true
  timer.pass()
  expect(connection.snapshot().saveState).toBe('offline')
  await expect.poll(() => FakeSocket.opened.length).toBe(3)
  greet()
  acknowledge(2)
  await caughtUp()
  expect(connection.snapshot().saveState).toBe('saved')
})

test('[fault P1] a try that hangs is replaced at once when the network is said to be back, and a fresh one is not', async () => {
  const { clock, network, socket } = await setup()
  network.dispatchEvent(new Event('online'))
  expect(FakeSocket.opened).toHaveLength(1)
  socket().isCut = true
  clock.now = 5_000
  network.dispatchEvent(new Event('online'))
  expect(FakeSocket.opened).toHaveLength(2)
})

test('[fault P3] work is at risk while neither the server nor the browser has it, and at no other time', async () => {
  const { connection, copy, socket, greet, acknowledge } = await setup()
  greet()
  acknowledge(2)
  copy.isStoring = false
  copy.events?.storing()
  expect(connection.snapshot()).toMatchObject({ saveState: 'saved', isStored: false, isAtRisk: false })
  socket().close()
  expect(connection.snapshot()).toMatchObject({ saveState: 'offline', isAtRisk: false })
  connection.doc.getMap('elements').set('x', 1)
  expect(connection.snapshot().isAtRisk).toBe(true)
  copy.isStoring = true
  copy.events?.storing()
  expect(connection.snapshot()).toMatchObject({ isStored: true, isAtRisk: false })
  copy.isStoring = false
  copy.events?.storing()
  await expect.poll(() => FakeSocket.opened.length).toBe(2)
  greet()
  acknowledge(2)
  await caughtUp()
  expect(connection.snapshot()).toMatchObject({ saveState: 'saved', isAtRisk: false })
})

test('[fault P3] an image that the server lacks is not called saved, and one that the browser lacks too is at risk', async () => {
  const { connection, greet, acknowledge } = await setup()
  greet()
  acknowledge(2)
  connection.reportImages({ isUnsent: true, isStored: true })
  expect(connection.snapshot()).toMatchObject({ saveState: 'saving', isStored: true, isAtRisk: false })
  connection.reportImages({ isUnsent: true, isStored: false })
  expect(connection.snapshot()).toMatchObject({ saveState: 'saving', isStored: false, isAtRisk: true })
  connection.reportImages({ isUnsent: false, isStored: true })
  expect(connection.snapshot()).toMatchObject({ saveState: 'saved', isStored: true, isAtRisk: false })
})

test('[fault P7] nothing is called saved before the work of other tabs was looked for, and that work is sent', async () => {
  const { connection, copy, socket, greet, acknowledge } = await setup()
  greet()
  acknowledge(2)
  await caughtUp()
  socket().close()
  const found = later()
  const other = new Y.Doc()
  other.getMap('elements').set('of another tab', 1)
  copy.catchUp = async () => {
    await found.promise
    Y.applyUpdate(connection.doc, Y.encodeStateAsUpdate(other), copy)
  }
  await expect.poll(() => FakeSocket.opened.length).toBe(2)
  greet()
  acknowledge(2)
  expect(connection.snapshot().saveState).toBe('saving')
  found.resolve()
  await caughtUp()
  expect(connection.snapshot().saveState).toBe('saving')
  expect(socket().types().at(-1)).toBe('update')
  acknowledge(3)
  expect(connection.snapshot().saveState).toBe('saved')
})

test('[fault P7] what another tab stores while this one is connected is looked at as well', async () => {
  const { copy, greet } = await setup()
  greet()
  const before = copy.catchUps
  copy.events?.othersStored()
  expect(copy.catchUps).toBe(before + 1)
})
