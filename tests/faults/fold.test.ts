/**
 * kill -9 while old history is made small (H6), at random moments, until it is small: after each end the board is
 * exactly what it was, and so is every moment that is still there. Must never open the log
 * while the command runs: the embedded database is open in one process alone.
 *
 * ROUNDS=50 SEED=7 pnpm test tests/faults/fold: so many kills on each database. A failure prints its seed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { systemClock } from '../../apps/server/src/clock.ts'
import { rowsOf, type Database } from '../../apps/server/src/database/database.ts'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { boards, visitors } from '../../apps/server/src/database/schema.ts'
import { createHistory } from '../../apps/server/src/history/history.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { integer, seeded } from '../bench/model/random.ts'
import { drawOld, store } from '../support/old-drawing.ts'
import { databases, figure, type Databases } from './databases.ts'

const ROUNDS = figure('ROUNDS', 3)
const SEED = figure('SEED', Math.floor(Math.random() * 2 ** 31))
const root = fileURLToPath(new URL('../..', import.meta.url))
const MIGRATIONS = path.join(root, 'apps/server/migrations')
const BOARD = 'old'
/** A piece is more than one transaction takes, so that it can be half done. */
const PIECE = 300
/** Each kill ends in a piece of its own, or in one of those. */
const PIECES = Math.min(ROUNDS + 2, 12)
const HEAD = PIECE * PIECES
/** Moments that are looked at after a kill. */
const LOOKS = 8
/** Milliseconds after a line within which the kill comes: a piece takes about as long. */
const WITHIN = 150

describe.each(databases)('on %s', (name, start) => {
  let database: Databases
  let environment: Record<string, string>
  let dataDir: string
  beforeEach(async () => {
    database = await start()
    environment = await database.environment()
    dataDir = await mkdtemp(path.join(tmpdir(), 'gamelan-fold-'))
  })
  afterEach(async () => {
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  async function within<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const opened = await openDatabase({ databaseUrl: environment['DATABASE_URL'], dataDir }, MIGRATIONS)
    try {
      return await work(opened)
    } finally {
      await opened.close()
    }
  }

  const historyOf = (opened: Database) =>
    createHistory({ database: opened, clock: systemClock, log: createLog('silent', false) })

  /** Makes the old board. Answers its document after each change. */
  const makeOld = () =>
    within(async (opened) => {
      const now = new Date(0)
      const first = Y.encodeStateAsUpdate(new Y.Doc())
      await opened.queries.insert(visitors).values({ id: 'visitor', createdAt: now })
      await opened.queries
        .insert(boards)
        .values({ id: BOARD, title: 'Old', createdBy: 'visitor', createdAt: now, changedAt: now })
      const author = { actor: 'visitor', connection: 'none' }
      await historyOf(opened).create(opened.queries, [{ boardId: BOARD, update: first, author }])
      const people = ['kim', 'lee', 'ada']
      const drawn = drawOld(first, { people, perSecond: 20, until: HEAD, begin: Date.UTC(2026, 0, 1) })
      const keyframes = Array.from({ length: PIECES }, (_, i) => (i + 1) * PIECE)
      await store(
        opened,
        BOARD,
        drawn.rows,
        keyframes.map((seq) => ({ seq, document: drawn.documents[seq - 1] })),
      )
      return drawn.documents
    })

  /** Runs the command, and ends it at a moment. Answers what it said, and how it ended. */
  async function fold(end?: {
    readonly after: number
    readonly signal: NodeJS.Signals
    readonly wait: number
  }) {
    const child = spawn(process.execPath, [path.join(root, 'apps/server/dist/main.js'), 'fold'], {
      env: {
        PATH: process.env['PATH'] ?? '',
        DATA_DIR: dataDir,
        FOLD_AFTER_HOURS: '1',
        LOG_LEVEL: 'warn',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    const said: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line)
      // The moment is the fault itself; nothing is waited for.
      if (said.length === end?.after) setTimeout(() => child.kill(end.signal), end.wait)
    })
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, said, errors }
  }

  /** That the board is what it was, and so are moments that are left. Answers how many rows there are. */
  const expectAll = (documents: readonly Uint8Array[], random: () => number) =>
    within(async (opened) => {
      const history = historyOf(opened)
      const rows = await rowsOf<{ seq: number; first: number | null }>(
        opened.queries,
        `select seq, first from updates where board = (select no from boards where id = '${BOARD}') order by seq`,
      )
      const ends = rows.filter(({ first }, i) => first === null || rows[i + 1]?.first !== first)
      const looked = Array.from({ length: LOOKS }, () => ends[integer(random, 0, ends.length - 1)]?.seq ?? 1)
      for (const seq of [...looked, HEAD]) {
        const moment = await history.at(BOARD, seq)
        expect([seq, moment?.seq]).toEqual([seq, seq])
        expect([seq, isSame(moment?.update, documents[seq - 1])]).toEqual([seq, true])
      }
      const { head, updates } = await history.load(BOARD)
      expect(head).toBe(HEAD)
      expect(isSame(Y.mergeUpdates([...updates]), documents[HEAD - 1])).toBe(true)
      return rows.length
    })

  test(
    '[H6] kill -9 at any moment loses nothing, and the next run goes on',
    async () => {
      console.log(`kill -9 while folding on ${name}: seed ${SEED}`)
      const random = seeded(SEED)
      const documents = await makeOld()
      let [rows, kills] = [HEAD, 0]
      for (let round = 0; round < ROUNDS; round++) {
        const { code } = await fold({
          after: integer(random, 1, 2),
          signal: 'SIGKILL',
          wait: integer(random, 0, WITHIN),
        })
        if (code === null) kills += 1
        const left = await expectAll(documents, random)
        expect(left).toBeLessThanOrEqual(rows)
        rows = left
      }
      const { code, said, errors } = await fold()
      expect([code, errors]).toEqual([0, ''])
      expect(said.at(-1)).toMatch(/^All is folded that can be: /)
      expect(await expectAll(documents, random)).toBeLessThan(HEAD / 4)
      console.log(`kill -9 while folding on ${name}: ${kills} kills, ${HEAD} changes, none of them lost`)
      expect(kills).toBeGreaterThan(0)
    },
    60_000 + ROUNDS * 30_000,
  )

  test('[H6] asked to end, it ends after the step that it is at, and says so', async () => {
    const documents = await makeOld()
    const { code, said, errors } = await fold({ after: 1, signal: 'SIGTERM', wait: 0 })
    expect([code, errors]).toEqual([0, ''])
    expect(said.at(-1)).toMatch(/^Ended before all was folded/)
    expect(await expectAll(documents, seeded(SEED))).toBeGreaterThan(HEAD / 4)
    expect((await fold()).said.at(-1)).toMatch(/^All is folded that can be: /)
    expect(await expectAll(documents, seeded(SEED))).toBeLessThan(HEAD / 4)
  })
})

/** Whether two updates are the same document: all structs, all deletions, and what can be read. */
function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return false
  const [one, other] = [a, b].map((update) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, update)
    return doc
  })
  return (
    one !== undefined &&
    other !== undefined &&
    Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other)) &&
    isDeepStrictEqual(one.getMap('elements').toJSON(), other.getMap('elements').toJSON())
  )
}
