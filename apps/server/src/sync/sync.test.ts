/** The sync edge on real sockets, with time moved by hand and a store whose loads wait for the test. */
import { once } from 'node:events'
import { CLOSE_CODES, isFinal } from '@gamelan/protocol/sync/close-codes'
import { decodeMessage, encodeStep1, encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import { fastify } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { Grant } from '../access/types.ts'
import { GamelanError } from '../errors.ts'
import { createIncoming } from '../incoming.ts'
import { FRAMES_AT_ONCE, INCOMING_BYTES_PER_SECOND, INCOMING_PATIENCE } from '../limits.ts'
import { createLog } from '../log.ts'
import { forged } from '../rooms/admission.fake.ts'
import { heard, setUp } from '../rooms/rooms.fake.ts'
import { limitsOf } from '../settable-limits.ts'
import { createSync } from './sync.ts'

const BOARD = 'a-board-of-22-letters0'
/** Another that one may come in to. */
const BOARD_AWAY = 'board-that-is-not-here'
const PING_EVERY = 30_000
/** Costs what it weighs, and is ignored. */
const UNKNOWN_MESSAGE = 99

const grant: Grant = {
  boardId: BOARD,
  through: BOARD,
  sessionBoardId: BOARD,
  role: 'editor',
  derived: 'same',
  linkId: null,
  participant: { id: 'kim', name: 'Kim', color: '#1864ab' },
  actor: 'kim',
}

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

async function start() {
  const world = setUp()
  const { clock, rooms, metrics } = world
  const lines: Record<string, unknown>[] = []
  const log = createLog('info', false, { write: (line) => lines.push(JSON.parse(line)) })
  let ids = 0
  let unfinished = 0
  const incoming = createIncoming(limitsOf().incomingBytes, (bytes) => (unfinished = bytes))
  const sync = createSync({
    access: {
      identify: ({ authorization }) =>
        authorization === undefined ? { kind: 'nobody' } : { kind: 'key', key: authorization },
      grant: (_caller, boardId) =>
        Promise.resolve(boardId === BOARD || boardId === BOARD_AWAY ? { ...grant, boardId } : undefined),
      programCame: () => Promise.resolve(),
      left: () => undefined,
      onChange: () => () => undefined,
    },
    limits: limitsOf(),
    incoming,
    rooms,
    clock,
    log,
    metrics,
    publicUrl: undefined,
    trustProxy: false,
    newId: () => `connection ${++ids}`,
  })
  const app = fastify()
  sync.register(app)
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  endings.push(() => app.close())

  async function connect({ board = BOARD, autoPong = true, headers = {} } = {}) {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/sync/${board}`, { autoPong, headers })
    const types: string[] = []
    let code: number | undefined
    socket.on('message', (frame: Buffer) => types.push(decodeMessage(frame).type))
    const closed = new Promise<number>((resolve) =>
      socket.on('close', (with_) => {
        code = with_
        resolve(with_)
      }),
    )
    await once(socket, 'open')
    return {
      socket,
      types,
      closed,
      code: () => code,
      /** Resolves when the server has handled all that was sent. */
      async handled() {
        socket.ping()
        await once(socket, 'pong')
      },
    }
  }
  /** As the server counts them. */
  const openSockets = async () => (await metrics.sockets.get()).values[0]?.value ?? 0
  return { ...world, sync, lines, connect, openSockets, unfinished: () => unfinished }
}

test('[S1] [S4] what is said before the board is loaded is kept, and nothing is answered before that', async () => {
  const { connect, hold, loads, found } = await start()
  hold.loads = true
  const kim = await connect()
  kim.socket.send(encodeStep1(Uint8Array.of(0)))
  await kim.handled()
  expect(kim.types).toEqual([])
  expect(loads).toHaveLength(1)
  loads[0]?.resolve(found())
  while (kim.types.length < 2) await once(kim.socket, 'message')
  expect(kim.types).toEqual(['step1', 'step2'])
})

test('[S4] [S5a] a board that cannot be loaded says nothing and is for later', async () => {
  const { connect, hold, loads } = await start()
  hold.loads = true
  const kim = await connect()
  kim.socket.send(encodeStep1(Uint8Array.of(0)))
  await kim.handled()
  loads[0]?.reject(new GamelanError('board-unreadable'))
  const code = await kim.closed
  expect(code).toBeGreaterThanOrEqual(4500)
  expect(isFinal(code)).toBe(false)
  expect(kim.types).toEqual([])
})

test('[S5] who says too much before the board is loaded is sent away', async () => {
  const { connect, hold } = await start()
  hold.loads = true
  const [mallory, kim] = [await connect(), await connect()]
  for (let n = 0; n <= FRAMES_AT_ONCE; n++) mallory.socket.send(Uint8Array.of(UNKNOWN_MESSAGE))
  expect(await mallory.closed).toBe(CLOSE_CODES.tooMany)
  await kim.handled()
  expect(kim.code()).toBeUndefined()
})

test('[A6] who is not let in in time is told to try later, and one who was stays', async () => {
  const { connect, clock, hold, loads, found } = await start()
  const kim = await connect()
  await kim.handled()
  hold.loads = true
  const late = await connect({ board: BOARD_AWAY })
  await late.handled()
  clock.advance(limitsOf().signInSeconds * 1000 - 1)
  await late.handled()
  expect(late.code()).toBeUndefined()
  clock.advance(1)
  expect(await late.closed).toBe(CLOSE_CODES.unavailable)
  // It is loaded after all: nobody is there any more.
  loads[0]?.resolve(found())
  await kim.handled()
  expect(kim.code()).toBeUndefined()
})

test('[S5a] who may not come in is let through the upgrade, and then told so for good', async () => {
  const { connect } = await start()
  const code = await (await connect({ board: 'another-of-22-letters0' })).closed
  expect(isFinal(code)).toBe(true)
})

test('[S5] a client id of a program is that of its connection, not of its key: it is asked, and then it is refused', async () => {
  const { connect, rooms } = await start()
  const { doc } = await rooms.open(BOARD)
  const headers = { authorization: 'Bearer key' }
  const [program, another] = [await connect({ headers }), await connect({ headers })]
  const under = (clock: number) => encodeUpdate(forged([{ client: 7, clock, length: 1 }]))
  for (const { socket } of [program, another]) socket.send(encodeStep2(Uint8Array.of(0, 0)))
  program.socket.send(under(0))
  await program.handled()
  another.socket.send(under(1))
  expect(await another.closed).toBe(CLOSE_CODES.refused)
  expect(program.code()).toBeUndefined()
  expect(Y.getState(doc.store, 7)).toBe(1)
})

test('a socket that does not answer a ping by the next is ended, and logged with its ids', async () => {
  const { connect, clock, lines } = await start()
  const [silent, answering] = [await connect({ autoPong: false }), await connect()]
  const pinged = [silent, answering].map(({ socket }) => once(socket, 'ping'))
  clock.advance(PING_EVERY)
  await Promise.all(pinged)
  // Its answer is ahead of this on the same connection.
  await answering.handled()
  expect(silent.code()).toBeUndefined()
  clock.advance(PING_EVERY)
  await silent.closed
  await answering.handled()
  expect(answering.code()).toBeUndefined()
  expect(lines).toContainEqual(
    expect.objectContaining({
      msg: 'sync socket did not answer a ping',
      connection: 'connection 1',
      board: BOARD,
    }),
  )
})

test('[fault V18] sockets that came and went leave no timer behind: each is judged by its own ping', async () => {
  const { connect, clock, openSockets } = await start()
  for (let came = 0; came < 5; came++) {
    const passing = await connect()
    await passing.handled()
    passing.socket.terminate()
    while (await openSockets()) await heard()
    clock.advance(100)
  }
  // It answers, and the answer takes its time.
  const far = await connect({ autoPong: false })
  let pinged = 0
  far.socket.on('ping', () => (pinged += 1))
  for (let round = 1; round <= 3; round++) {
    const next = once(far.socket, 'ping')
    for (let steps = 0; steps < 300; steps++) clock.advance(100)
    await Promise.race([next, far.closed])
    if (far.code() === undefined) {
      far.socket.pong()
      await Promise.race([far.handled(), far.closed])
    }
    expect({ pinged, code: far.code() }).toEqual({ pinged: round, code: undefined })
  }
})

test('[fault V18] a process that was stopped for a while asks again before it cuts a socket', async () => {
  const { connect, clock } = await start()
  const kim = await connect({ autoPong: false })
  const first = once(kim.socket, 'ping')
  clock.advance(PING_EVERY)
  await first
  const second = once(kim.socket, 'ping')
  clock.work(2 * PING_EVERY)
  clock.run()
  await Promise.race([second, kim.closed])
  expect(kim.code()).toBeUndefined()
  kim.socket.pong()
  await kim.handled()
  clock.advance(PING_EVERY - 1)
  await kim.handled()
  expect(kim.code()).toBeUndefined()
})

test('[fault V2] [A6] a message that never ends is ended, and what it held is let go', async () => {
  const { connect, clock, lines, unfinished } = await start()
  const [mallory, kim] = [await connect(), await connect()]
  mallory.socket.send(Buffer.alloc(1000), { fin: false })
  await mallory.handled()
  expect(unfinished()).toBeGreaterThan(1000)
  clock.advance(INCOMING_PATIENCE - 1)
  await mallory.handled()
  expect(mallory.code()).toBeUndefined()
  // Its bytes earn it a moment more. Then it is closed, and cut a second later.
  clock.advance(1000)
  clock.advance(1000)
  expect(await mallory.closed).toBe(CLOSE_CODES.tooMany)
  while (unfinished() > 0) await heard()
  expect(lines).toContainEqual(expect.objectContaining({ reason: 'unfinished', connection: 'connection 1' }))
  await kim.handled()
  expect(kim.code()).toBeUndefined()
})

test('[A6] a large message over a slow line gets through, though no pong can overtake it', async () => {
  const { connect, clock, unfinished } = await start()
  const kim = await connect({ autoPong: false })
  const part = Buffer.alloc(INCOMING_BYTES_PER_SECOND)
  // A frame of ours is ignored once it is whole: this one is of no known type.
  part[0] = UNKNOWN_MESSAGE
  for (let second = 0; second < 100; second++) {
    const before = unfinished()
    kim.socket.send(part, { fin: second === 99 })
    if (second < 99) while (unfinished() < before + part.length) await heard()
    clock.advance(1000)
  }
  await kim.handled()
  expect([kim.code(), unfinished()]).toEqual([undefined, 0])
})

test('[S11] many are sent away over two seconds, each with 1012, and nobody comes in meanwhile', async () => {
  const { connect, clock, sync } = await start()
  const people: Awaited<ReturnType<typeof connect>>[] = []
  for (let i = 0; i < 60; i++) people.push(await connect())
  const codes = () => people.flatMap(({ code }) => code() ?? [])
  const closing = sync.close()
  expect(await (await connect()).closed).toBe(1012)
  for (let gone = 3; gone <= people.length; gone += 3) {
    while (codes().length < gone) {
      await Promise.race(people.flatMap(({ code, closed }) => (code() === undefined ? [closed] : [])))
    }
    expect(codes()).toEqual(Array.from({ length: gone }, () => 1012))
    clock.advance(100)
    await heard()
  }
  await closing
})
