/**
 * kill -9 while something is erased for good (H8), at random moments: afterwards it is there as it was, or it is gone, from
 * every moment and from every keyframe, and everything else is as it was. Must never look while the server runs into its
 * tables: what counts is what it says.
 *
 * ROUNDS=50 SEED=7 pnpm test tests/faults/erase: so many kills on each database. A failure prints its seed.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type BoardHistory, historySchema } from '@gamelan/protocol/http/history'
import { decodeUpdates, type LoggedUpdate } from '@gamelan/protocol/history/updates'
import * as Y from 'yjs'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { sameDocument } from '../../apps/server/src/history/fold-plan.ts'
import { integer, seeded } from '../bench/model/random.ts'
import { documentOf } from '../contracts/history-app.ts'
import { MIGRATIONS } from '../contracts/http-app.ts'
import { createBoard, type TestBoard } from '../support/boards.ts'
import { connect } from '../support/client.ts'
import { drawOld, store } from '../support/old-drawing.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { databases, figure, type Databases } from './databases.ts'

const ROUNDS = figure('ROUNDS', 4)
const SEED = figure('SEED', Math.floor(Math.random() * 2 ** 31))
/** Each draws into an element of their own, `of-0` and so on, and into a neighbour's. */
const PEOPLE = ['kim', 'lee', 'ada', 'olu', 'sam', 'eve']
const HEAD = 1500
const KEYFRAMES = [400, 800, HEAD]
/** As long as a plan takes, an erasing takes this many times, about: the kill comes within that time. */
const TIMES = 2

type Elements = Record<string, unknown>

/** What the server says of the board. */
type Said = {
  readonly history: BoardHistory
  readonly body: Buffer
  readonly updates: readonly LoggedUpdate[]
}

describe.each(databases)('on %s', (name, start) => {
  let database: Databases
  let server: RunningServer
  let board: TestBoard
  beforeEach(async () => {
    database = await start()
    const env = await database.environment()
    server = await startServer({ env })
    board = await createBoard(server.origin, 'Erased')
    const first = (await bytes('/history/keyframes/1')).body
    await server.kill('SIGTERM')
    const opened = await openDatabase(
      { databaseUrl: env['DATABASE_URL'], dataDir: server.dataDir },
      MIGRATIONS,
    )
    const begin = Date.UTC(2026, 0, 1)
    const { rows, documents } = drawOld(first, { people: PEOPLE, perSecond: 20, until: HEAD, begin })
    await store(
      opened,
      board.id,
      rows,
      KEYFRAMES.map((seq) => ({ seq, document: documents[seq - 1] })),
    )
    await opened.close()
    await server.restart()
  })
  afterEach(async () => {
    await server.stop()
    await database.stop()
  })

  const ask = (path: string, body?: object) =>
    fetch(`${server.origin}/api/boards/${board.id}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${board.keys.facilitator}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body ? JSON.stringify(body) : null,
    })
  const bytes = async (path: string) => {
    const answer = await ask(path)
    expect([path, answer.status]).toEqual([path, 200])
    return { body: Buffer.from(await answer.arrayBuffer()) }
  }
  const say = async (): Promise<Said> => {
    const history = historySchema.parse(await (await ask('/history')).json())
    const { body } = await bytes(`/history/updates?after=0&until=${history.head}`)
    return { history, body, updates: decodeUpdates(body, 0) }
  }

  const at = ({ updates }: Said, seq: number): Y.Doc =>
    documentOf(Y.mergeUpdates(updates.filter((row) => row.seq <= seq).map(({ update }) => update)))
  const elementsAt = (said: Said, seq: number): Elements => at(said, seq).getMap('elements').toJSON()

  /** Erases an element. Answers how it ended; `killed`: before there was an answer. */
  async function erase(element: string, kill?: (took: number) => number): Promise<'erased' | 'killed'> {
    const target = { elements: [element] }
    const begin = performance.now()
    const plan = await ask('/erase/plan', target)
    expect(plan.status).toBe(200)
    const { confirm } = (await plan.json()) as { confirm: string }
    const took = performance.now() - begin
    // The moment is the fault itself; nothing is waited for.
    const timer = kill && setTimeout(() => void server.kill(), kill(took))
    try {
      const { status } = await ask('/erase', { ...target, confirm })
      expect(status).toBe(200)
      return 'erased'
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      return 'killed'
    } finally {
      clearTimeout(timer)
    }
  }

  /** That it is whole, with the element or without it, and otherwise as it was. Answers whether it is gone. */
  async function expectWhole(element: string, before: Said, moments: readonly number[]): Promise<boolean> {
    const now = await say()
    const isGone = now.history.generation !== before.history.generation
    const { generation, erasures } = before.history
    const raised = isGone ? 1 : 0
    expect([now.history.generation, now.history.erasures.length]).toEqual([
      generation + raised,
      erasures.length + raised,
    ])
    const places = (said: Said) => said.updates.map(({ seq, at: when, author }) => [seq, when, author])
    expect(places(now).slice(0, places(before).length)).toEqual(places(before))
    expect(now.updates).toHaveLength(before.updates.length + raised)
    // Where nothing is gone, not a byte is other than it was.
    expect(isGone || now.body.equals(before.body)).toBe(true)
    for (const seq of moments) {
      const { [element]: gone, ...rest } = elementsAt(before, seq)
      const wanted = isGone || gone === undefined ? rest : { ...rest, [element]: gone }
      expect([seq, elementsAt(now, seq)]).toEqual([seq, wanted])
    }
    expect(now.history.keyframes).toEqual(expect.arrayContaining(KEYFRAMES))
    for (const seq of now.history.keyframes) {
      const kept = documentOf((await bytes(`/history/keyframes/${seq}`)).body)
      expect([seq, sameDocument(kept, at(now, seq))]).toEqual([seq, true])
    }
    const client = connect(server.origin, board.id, { key: board.keys.editor })
    await client.synced()
    expect(client.doc.getMap('elements').toJSON()).toEqual(elementsAt(now, now.history.head))
    client.close()
    return isGone
  }

  test(
    '[H8] [S3] killed at any moment it is all or nothing, and can be done again',
    async () => {
      console.log(`kill -9 while erasing on ${name}: seed ${SEED}`)
      const random = seeded(SEED)
      let [gone, kills] = [0, 0]
      const next = () => `of-${gone}`
      for (let round = 0; round < ROUNDS && gone < PEOPLE.length - 1; round++) {
        const before = await say()
        const end = await erase(next(), (took) => random() * took * TIMES)
        if (end === 'killed') kills += 1
        await server.restart()
        const moments = Array.from({ length: 5 }, () => integer(random, 1, HEAD))
        const isGone = await expectWhole(next(), before, moments)
        expect(isGone || end === 'killed').toBe(true)
        if (isGone) gone += 1
      }
      const before = await say()
      expect(await erase(next())).toBe('erased')
      expect(await expectWhole(next(), before, [1, 500, HEAD])).toBe(true)
      console.log(
        `kill -9 while erasing on ${name}: ${kills} kills, ${gone} erasings that were done all the same`,
      )
      expect(kills).toBeGreaterThan(0)
    },
    60_000 + ROUNDS * 30_000,
  )
})
