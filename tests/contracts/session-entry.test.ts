/** The session's edge on real sockets, with access and a session that wait for the test. */
import { once } from 'node:events'
import { createNews } from '../../apps/server/src/news.ts'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Answer } from '@gamelan/protocol/session/commands'
import { NEW_SESSION } from '@gamelan/protocol/session/session'
import type { AccessChange, Grant } from '../../apps/server/src/access/types.ts'
import { systemClock } from '../../apps/server/src/clock.ts'
import type { LiveHandle, Member } from '../../apps/server/src/live/types.ts'
import { createIncoming } from '../../apps/server/src/incoming.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { createMetrics } from '../../apps/server/src/metrics.ts'
import { createSession, type Session } from '../../apps/server/src/session/session.ts'
import { limitsOf } from '../../apps/server/src/settable-limits.ts'
import { openEngine } from '../support/engine-client.ts'
import { openSession } from '../support/session-client.ts'

const BOARD = 'a-board-of-22-letters0'
const participant = { id: 'link', name: 'An API client', color: '#1864ab' }
const grant: Grant = {
  boardId: BOARD,
  through: BOARD,
  sessionBoardId: BOARD,
  role: 'editor',
  derived: 'same',
  linkId: 'link',
  participant,
  actor: 'link:link',
}

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

type Options = {
  readonly heartbeat?: { readonly every: number; readonly patience: number }
  /** What the session answers to a command. */
  readonly command?: () => Promise<Answer>
}

async function start({ heartbeat, command = () => Promise.resolve({ ok: true, seq: 1 }) }: Options = {}) {
  const listeners: ((change: AccessChange) => void)[] = []
  const members: Member[] = []
  const lines: { msg?: string; level?: string }[] = []
  const metrics = createMetrics()
  const access = { answer: grant as Grant | undefined, programCame: () => Promise.resolve() }
  const handle: LiveHandle = {
    resync: () => undefined,
    command,
    become: () => undefined,
    leave: () => true,
  }
  const session = createSession({
    access: {
      identify: () => ({ kind: 'key', key: 'key' }),
      grant: () => Promise.resolve(access.answer),
      programCame: () => access.programCame(),
      onChange(listener) {
        listeners.push(listener)
        return () => undefined
      },
    },
    live: {
      join(_boardId, member) {
        members.push(member)
        member.take(NEW_SESSION)
        return Promise.resolve(handle)
      },
      attention: () => Promise.resolve(NEW_SESSION.attention),
      drain: () => Promise.resolve(),
    },
    roundBoards: { own: () => Promise.reject(new Error('there is no round')) },
    limits: limitsOf(),
    incoming: createIncoming(limitsOf().incomingBytes),
    clock: systemClock,
    log: createLog('info', false, { write: (line) => lines.push(JSON.parse(line) as object) }),
    metrics,
    publicUrl: undefined,
    trustProxy: false,
    boards: { ofSession: () => Promise.resolve([]) },
    news: createNews({ log: createLog('silent', false) }),
    ...(heartbeat !== undefined && { heartbeat }),
  })
  const server = createServer()
  // What the session needs of fastify: the http server, and a hook that this test does not run.
  const app = { server, addHook: () => app } as unknown as Parameters<Session['register']>[0]
  session.register(app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  endings.push(async () => {
    server.close()
    server.closeAllConnections()
    await session.close()
  })
  const open = async () => {
    const client = await openSession(origin, BOARD)
    endings.push(() => client.end())
    return client
  }
  const change = (news: AccessChange) => {
    for (const listener of listeners) listener(news)
  }
  return { session, origin, open, access, change, members, lines, metrics }
}

test('[A4] [fault V9] a link that is renewed while an API client is noted keeps the client out', async () => {
  const { open, access, change, members } = await start()
  access.programCame = () => {
    access.programCame = () => Promise.resolve()
    access.answer = undefined
    change({ kind: 'ended', boardId: BOARD, concerns: (actor) => actor === grant.actor })
    return Promise.resolve()
  }
  await expect(open()).rejects.toMatchObject({ data: { code: 'forbidden-or-unknown' } })
  expect(members).toEqual([])
})

test('[S11] [fault V15] a server that is closing takes no command and no socket', async () => {
  const done: string[] = []
  const { session, open } = await start({
    command() {
      done.push('done')
      return Promise.resolve({ ok: true, seq: 1 })
    },
  })
  const client = await open()
  expect(await client.ask({ type: 'lock', locked: true })).toMatchObject({ ok: true })
  session.refuse()
  expect(await client.ask({ type: 'lock', locked: false })).toMatchObject({ ok: false, code: 'unavailable' })
  expect(done).toEqual(['done'])
  await expect(open()).rejects.toMatchObject({ data: { code: 'unavailable' } })
})

test('[fault V1] an error in a handler ends that socket, is logged and counted, and nothing else', async () => {
  const errors = [
    () => {
      throw new Error('at once')
    },
    () => Promise.reject(new Error('later')),
  ]
  for (const command of errors) {
    let isBad = true
    const { open, lines, metrics } = await start({
      command: () => (isBad ? command() : Promise.resolve({ ok: true, seq: 1 })),
    })
    const [mallory, kim] = [await open(), await open()]
    void mallory.ask({ type: 'lock', locked: true }).catch(() => undefined)
    expect(await mallory.ended).toBe('transport close')
    isBad = false
    expect(await kim.ask({ type: 'lock', locked: true })).toMatchObject({ ok: true })
    expect(kim.connected).toBe(true)
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', msg: 'an error in the code that serves a session socket' }),
    )
    expect(await metrics.registry.metrics()).toMatch(
      /gamelan_socket_errors_total\{conversation="session"\} 1/,
    )
  }
})

test('[fault V18] a session socket that answers no ping is closed, also one that sends instead', async () => {
  const { origin, open } = await start({ heartbeat: { every: 50, patience: 1500 } })
  const honest = await open()
  const [silent, talking] = [1, 2].map(() =>
    openEngine(origin, { query: { board: BOARD }, answersPings: false }),
  )
  if (silent === undefined || talking === undefined) throw new Error('no clients')
  await Promise.all([silent.join({ boardId: BOARD }), talking.join({ boardId: BOARD })])
  // A message that comes instead of the answer gives it more time, once.
  await talking.heard((frame) => frame === '2')
  await talking.send('42/session,1["time"]')
  await talking.heard((frame) => frame.startsWith('43/session,1['))
  await talking.closed
  await silent.closed
  expect(honest.connected).toBe(true)
  expect(await honest.time()).toBeGreaterThan(0)
})
