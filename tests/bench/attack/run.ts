/**
 * `pnpm bench attack [--seconds N]`: what two honest people notice while somebody makes the attacks of
 * `attackers.ts`, all at once. They draw on one board and hold a session; how long each change takes to reach the other
 * is measured before and during the attacks, and so is the server's memory. Runs what was built: `pnpm build` first.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createBoard, type TestBoard } from '../../support/boards.ts'
import { connect } from '../../support/client.ts'
import { startServer, type RunningServer } from '../../support/server.ts'
import { openSession } from '../../support/session-client.ts'
import { quantile } from '../model/stats.ts'
import type { Order, Tally } from './attackers.ts'

/** Milliseconds between two changes of one person: as fast as a hand that drags. */
const DRAW_EVERY = 50

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } })
const seconds = Number(values.seconds)

/** Resident memory of a process in MiB; NaN where the system does not say. */
function memoryOf(pid: number): number {
  try {
    const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kib) / 1024
  } catch {
    return Number.NaN
  }
}

/** A person who joins by a link, with a cookie of their own. */
async function join(origin: string, { id, keys }: TestBoard, role: 'editor' | 'facilitator', name: string) {
  const answer = await fetch(`${origin}/api/boards/${id}/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: keys[role], name }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (!answer.ok || cookie === undefined) throw new Error(`${name} was not admitted: ${answer.status}`)
  const { participant } = (await answer.json()) as { participant: { id: string } }
  return { cookie, id: participant.id }
}

/** Somebody draws in a private round and is removed before it is revealed. */
async function removedInRound(origin: string, board: TestBoard): Promise<Order['removed']> {
  const [leader, drawer] = await Promise.all([
    join(origin, board, 'facilitator', 'Noor'),
    join(origin, board, 'editor', 'Max'),
  ])
  const [leads, draws] = await Promise.all(
    [leader, drawer].map(({ cookie }) => openSession(origin, board.id, { headers: { cookie } })),
  )
  if (leads === undefined || draws === undefined) throw new Error('nobody is in the session')
  await leads.until(({ people }) => people.people[drawer.id]?.here === true)
  await leads.ask({ type: 'open-round', question: 'Where is it weak?' })
  await draws.until(() => draws.ownBoards.size > 0)
  const [ownBoard] = draws.ownBoards.values()
  if (ownBoard === undefined) throw new Error('the round has no board')
  const answer = await fetch(`${origin}/api/boards/${board.id}/members/${drawer.id}`, {
    method: 'DELETE',
    headers: { cookie: leader.cookie },
  })
  if (!answer.ok) throw new Error(`the drawer was not removed: ${answer.status}`)
  leads.end()
  draws.end()
  return { cookie: drawer.cookie, ownBoard }
}

type Measured = { readonly edits: number[]; readonly commands: number[]; readonly memory: number[] }

/** Two people who draw and talk to the session for as long as the process lives. */
async function honestPeople(server: RunningServer, board: TestBoard) {
  let cuts = 0
  let unanswered = 0
  let measured: Measured = { edits: [], commands: [], memory: [] }
  const sentAt = new Map<string, number>()
  const clients = ['a', 'b'].map(() => connect(server.origin, board.id, { key: board.keys.editor }))
  for (const client of clients) {
    client.provider.on('connection-close', () => void (cuts += 1))
    client.elements.observe(({ keysChanged, transaction }) => {
      if (transaction.local) return
      for (const key of keysChanged) {
        const at = sentAt.get(`${key} ${String(client.elements.get(key))}`)
        if (at !== undefined) measured.edits.push(performance.now() - at)
      }
    })
  }
  await Promise.all(clients.map((client) => client.synced()))
  const session = await openSession(server.origin, board.id, {
    headers: { authorization: `Bearer ${board.keys.facilitator}` },
  })
  void session.ended.then(() => void (cuts += 1))
  let drawn = 0
  const timers = [
    setInterval(() => {
      clients.forEach((client, i) => {
        drawn += 1
        const key = `hand of ${i}`
        sentAt.set(`${key} ${drawn}`, performance.now())
        client.elements.set(key, drawn)
      })
    }, DRAW_EVERY),
    setInterval(() => {
      const asked = performance.now()
      session.time().then(
        () => measured.commands.push(performance.now() - asked),
        () => void (unanswered += 1),
      )
    }, 250),
    setInterval(() => measured.memory.push(memoryOf(server.pid)), 500),
  ]
  return {
    cuts: () => cuts,
    unanswered: () => unanswered,
    /** What was measured since the last call. */
    take() {
      const taken = measured
      measured = { edits: [], commands: [], memory: [] }
      return taken
    },
    end() {
      for (const timer of timers) clearInterval(timer)
      for (const client of clients) client.close()
      session.end()
    },
  }
}

const ms = (list: readonly number[], share: number) => `${quantile(list, share).toFixed(1)} ms`

function print(when: string, { edits, commands, memory }: Measured): void {
  console.log(
    `${when}: ${edits.length} changes p50 ${ms(edits, 0.5)} p99 ${ms(edits, 0.99)}; session p99 ${ms(commands, 0.99)}; ` +
      `memory ${Math.min(...memory).toFixed(0)} to ${Math.max(...memory).toFixed(0)} MiB, at the end ${(memory.at(-1) ?? Number.NaN).toFixed(0)} MiB`,
  )
}

const server = await startServer({ env: { LOG_LEVEL: 'error' } })
const board = await createBoard(server.origin, 'Checkout path')
const removed = await removedInRound(server.origin, board)
const honest = await honestPeople(server, board)
await pause(5000)
honest.take()
await pause(seconds * 500)
print('before', honest.take())

const attackers = fork(fileURLToPath(new URL('attackers.ts', import.meta.url)), {
  execArgv: ['--import', 'tsx'],
})
attackers.send({
  origin: server.origin,
  board: board.id,
  editor: board.keys.editor,
  viewer: board.keys.viewer,
  removed,
} satisfies Order)
await pause(seconds * 1000)
print('during', honest.take())
attackers.send('tally')
const [tally] = (await once(attackers, 'message')) as [Tally]
attackers.disconnect()
await once(attackers, 'exit')
await pause(5000)
honest.take()
await pause(seconds * 250)
print('after', honest.take())
console.log(`connections of the honest people that were cut: ${honest.cuts()}`)
console.log(`questions to the session without an answer: ${honest.unanswered()}`)
console.table(tally)
honest.end()
const errors = server
  .stderr()
  .split('\n')
  .filter((line) => line !== '')
console.log(`errors in the server's log: ${errors.length}`)
for (const line of errors.slice(0, 5)) console.log(line.slice(0, 300))
const { code } = await server.kill('SIGTERM')
console.log(`the server ended with ${code}`)
await server.stop()
