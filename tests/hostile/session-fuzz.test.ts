/**
 * Fuzz of the session's entry: messages with every argument shape and raw frames, from connections with and without a key.
 * Whatever comes in, the server lives without an internal error, an honest socket on the same board keeps getting answers,
 * and memory stays within a bound.
 *
 * INPUTS=1000000 SEED=7 pnpm test tests/hostile/session-fuzz. Each connection has a seed of its own, made from the run's.
 */
import { expect, test } from 'vitest'
import { integer, seeded, type Random } from '../bench/model/random.ts'
import { figure } from '../faults/databases.ts'
import { createBoard } from '../support/boards.ts'
import { openEngine, type EngineClient } from '../support/engine-client.ts'
import { startServer } from '../support/server.ts'
import { openSession } from '../support/session-client.ts'
import { bearer } from './scene.ts'
import { brokenFrame, message } from './session-inputs.ts'

const INPUTS = figure('INPUTS', 10_000)
const SEED = figure('SEED', Math.floor(Math.random() * 2 ** 31))
/** Connections that attack at once. */
const TOGETHER = 8
/** Messages of one connection: the rate ends it at 300. */
const MOST = 320
/** Inputs between two waits for an answer: a connection that does not wait is cut before most of them were read. */
const PACE = 10
/** Inputs between two looks at the honest socket. */
const LOOK_EVERY = 2000
/** Bytes by which the server's memory may grow after the first tenth, for caches, the database and a garbage collection. */
const GROWTH = 300 * 1024 * 1024

test(
  '[fault V1] [fault V2] no input ends the server, disturbs an honest socket, or stays in memory',
  async () => {
    console.log(`fuzz of the session: seed ${SEED}`)
    const server = await startServer({
      sources: true,
      env: { HOST: '127.0.0.1', LIMIT_SOCKETS_PER_VISITOR: '1000', LIMIT_REQUESTS_PER_MINUTE: '1000000' },
    })
    try {
      const board = await createBoard(server.origin, 'Fuzzed')
      const headers = bearer(board.keys.facilitator)
      const honest = await openSession(server.origin, board.id, { headers })
      let disturbed: string | undefined
      void honest.ended.then((reason) => (disturbed = reason))
      const counts = { inputs: 0, connections: 0, joined: 0, answers: 0 }
      let baseline = 0
      const memory = () => readMetric(server.origin, 'process_resident_memory_bytes')

      async function look(): Promise<void> {
        expect(await honest.time()).toBeGreaterThan(0)
        const minutes = 1 + (counts.connections % 60)
        const answer = await honest.ask({ type: 'start-timer', minutes })
        // Another attacker may have made it impossible in this state: it must be answered all the same.
        expect(typeof answer.ok).toBe('boolean')
        expect(disturbed).toBeUndefined()
      }

      const keys = [board.keys.viewer, board.keys.editor, board.keys.facilitator]
      async function attack(random: Random): Promise<void> {
        const key = keys[integer(random, 0, 2)] ?? ''
        const joins = random() < 0.5
        const client = openEngine(server.origin, {
          headers: bearer(key),
          query: { board: board.id },
          answersPings: random() < 0.9,
          // Every connection is another machine's: the limits of one address are a test of their own.
          localAddress: `127.${integer(random, 1, 254)}.${integer(random, 0, 255)}.${integer(random, 1, 254)}`,
        })
        counts.connections += 1
        await client.heard((frame) => frame.startsWith('0{'))
        if (joins) {
          await client.join({ boardId: board.id })
          counts.joined += 1
        }
        await sendInputs(client, random, joins)
        // No packet at all: it ends the connection once everything before it was handled.
        await client.send('4x')
        await client.closed
        counts.answers += client.got.filter((frame) => frame.startsWith('43/session,')).length
      }

      /** Waits until the server has handled what was sent, or has ended the connection. */
      async function caughtUp(client: EngineClient, sent: number): Promise<void> {
        const id = 1e12 + sent
        await client.send(`42/session,${id}["time"]`)
        await client.heard((frame) => frame.startsWith(`43/session,${id}[`)).catch(() => client.closed)
      }

      async function sendInputs(client: EngineClient, random: Random, joins: boolean): Promise<void> {
        const most = joins ? integer(random, 1, MOST) : integer(random, 1, 10)
        const broken = joins ? 0.01 : 0.9
        for (let sent = 0; sent < most && client.isOpen; sent++) {
          if (joins && sent % PACE === 0) await caughtUp(client, sent)
          counts.inputs += 1
          const input = random() < broken ? brokenFrame(random) : message(random)
          if (typeof input === 'string' || Buffer.isBuffer(input)) await client.send(input)
          else await client.sendRaw(input)
        }
      }

      let connection = 0
      let nextLook = 0
      const start = performance.now()
      while (counts.inputs < INPUTS) {
        const attacks = Array.from({ length: TOGETHER }, () => attack(seeded(SEED + connection++)))
        await Promise.all(attacks)
        if (counts.inputs < nextLook) continue
        await look()
        nextLook = counts.inputs + LOOK_EVERY
        if (counts.inputs < INPUTS / 10 || baseline === 0) baseline = await memory()
      }
      await look()
      const grown = (await memory()) - baseline
      const seconds = Math.round((performance.now() - start) / 1000)
      console.log(
        `fuzz of the session: ${counts.inputs} inputs in ${seconds} s on ${counts.connections} connections, ` +
          `${counts.joined} of them joined, ${counts.answers} answers; memory grew by ${Math.round(grown / 1024 / 1024)} MiB`,
      )
      expect(counts.answers).toBeGreaterThan(0)
      expect(grown, `seed ${SEED}`).toBeLessThan(GROWTH)
      expect(await readMetric(server.origin, 'gamelan_socket_errors_total')).toBe(0)
      expect(server.stderr(), `seed ${SEED}`).not.toContain('"level":"error"')
      honest.end()
    } finally {
      await server.stop()
    }
  },
  120_000 + INPUTS * 20,
)

/** The sum of a metric over its labels. */
async function readMetric(origin: string, name: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}
