/**
 * The player's projector on a running server, against what a live client showed while it was drawn: over http and real
 * sockets, moment by moment.
 */
import { BoardScene, writeChanges, type BoardElement } from '@gamelan/board-model'
import { generateNKeysBetween } from 'fractional-indexing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type BoardHistory, historySchema } from '@gamelan/protocol/http/history'
import { systemClock } from '../../apps/server/src/clock.ts'
import type { Database } from '../../apps/server/src/database/database.ts'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { createFolder } from '../../apps/server/src/history/fold.ts'
import { sameDocument } from '../../apps/server/src/history/fold-plan.ts'
import { createHistory } from '../../apps/server/src/history/history.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { createArchive } from '../../apps/web/src/replay/archive-http.ts'
import { rollOf } from '../../apps/web/src/replay/history-view.ts'
import { createProjector } from '../../apps/web/src/replay/projector.ts'
import { createScreen } from '../../apps/web/src/replay/screen.ts'
import { integer, newId, pick, seeded, type Random } from '../bench/model/random.ts'
import { createBoard, type TestBoard } from '../support/boards.ts'
import { connect, type Client } from '../support/client.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { MIGRATIONS } from './http-app.ts'

/** Changes from one keyframe to the next. */
const KEYFRAME_EVERY = 150
const CHANGES = Number(process.env['CHANGES'] ?? 700)
const SEED = Number(process.env['SEED'] ?? 41)
const silent = createLog('silent', false)

let server: RunningServer
let board: TestBoard
beforeAll(async () => {
  server = await startServer({ sources: true })
  board = await createBoard(server.origin, 'An hour')
})
afterAll(() => server.stop())

/** Somebody does something to the drawing, as a page writes it. */
function act(random: Random, client: Client, scene: BoardScene): void {
  const all = scene.all()
  const some = all[integer(random, 0, Math.max(0, all.length - 1))]
  const write = (before: BoardElement | undefined, properties: Record<string, unknown>) => {
    const after = { ...before, ...properties } as unknown as BoardElement
    writeChanges(client.doc, [{ before, after }], { origin: 'test' })
  }
  const what = some === undefined ? 'make' : pick(random, 'make', 'move', 'move', 'write', 'colour', 'delete')
  if (some === undefined || what === 'make') {
    const [index] = generateNKeysBetween(all.at(-1)?.index ?? null, null, 1)
    const type = pick(random, 'rectangle', 'text', 'freedraw')
    const words = type === 'text' && { text: 'a', originalText: 'a', fontSize: 20, fontFamily: 5 }
    const points = type === 'freedraw' && {
      points: [
        [0, 0],
        [integer(random, 1, 90), 5],
      ],
      pressures: [],
    }
    write(undefined, {
      id: newId(random),
      type,
      index,
      x: integer(random, 0, 900),
      y: integer(random, 0, 900),
      width: 40,
      height: 20,
      ...words,
      ...points,
    })
  } else if (what === 'move')
    write(some, { x: some.x + integer(random, 1, 20), y: some.y - integer(random, 1, 20) })
  else if (what === 'colour')
    write(some, { strokeColor: some.strokeColor === '#e03131' ? '#1971c2' : '#e03131' })
  else if (what === 'delete') write(some, { isDeleted: !some.isDeleted })
  else if (some.type === 'text') {
    const text = `${some.originalText ?? ''}${pick(random, 'x', 'y', ' z')}`
    write(some, { text, originalText: text, width: text.length * 9 })
  } else write(some, { opacity: integer(random, 1, 100) })
}

const bare = (elements: readonly BoardElement[]) => elements.map((element) => ({ ...element }))

test('[H2] [H6] every seq shows exactly what a live client showed at it, and folded every seq that is kept', async () => {
  console.log(`SEED=${String(SEED)} CHANGES=${String(CHANGES)}`)
  const random = seeded(SEED)
  const key = board.keys.editor
  const come = () => connect(server.origin, board.id, { key, params: { saved: '1' } })
  const witness = come()
  const people = [come(), come(), come()] as const
  await Promise.all([witness, ...people].map((client) => client.synced()))
  const seen = new BoardScene(witness.doc)
  const shown = new Map<number, readonly BoardElement[]>()
  for (let i = 0; i < CHANGES; i++) {
    const client = pick(random, ...people)
    const scene = new BoardScene(client.doc)
    const before = Y.encodeStateVector(client.doc)
    act(random, client, scene)
    scene.destroy()
    // What writes nothing has no seq.
    if (Buffer.compare(before, Y.encodeStateVector(client.doc)) === 0) continue
    await client.allSaved()
    const seq = client.saved()?.seq
    if (seq === undefined) throw new Error('nothing was said of what is saved')
    const wanted = Y.encodeStateVector(client.doc)
    await Promise.all([witness, ...people].map((other) => other.until(() => covers(other.doc, wanted))))
    shown.set(seq, bare(seen.all()))
  }
  for (const client of [witness, ...people]) client.close()
  expect(shown.size).toBeGreaterThan(CHANGES * 0.8)

  const headers = { authorization: `Bearer ${board.keys.viewer}` }
  const address = `${server.origin}/api/boards/${board.id}/history`
  const readHistory = async () => historySchema.parse(await (await fetch(address, { headers })).json())
  const player = (history: BoardHistory) => {
    const archive = createArchive(address, history.generation, (input, init) =>
      fetch(input, { ...init, headers }),
    )
    const projector = createProjector(archive, rollOf(history), (run) => run())
    return { archive, projector, screen: createScreen() }
  }
  const expectShown = async ({ projector, screen }: ReturnType<typeof player>, seqs: Iterable<number>) => {
    const order = [...seqs].map((seq) => [random(), seq] as const).sort(([a], [b]) => a - b)
    for (const [, seq] of order) {
      const frame = await projector.show({ seq })
      if (frame === undefined) throw new Error('overtaken')
      screen.take(frame)
      expect(frame.seq).toBe(seq)
      expect(bare(screen.elements)).toEqual(shown.get(seq))
    }
  }

  // As on a longer board, where a room keeps the document now and then.
  await whileStopped(async (database) => {
    const history = createHistory({ database, clock: systemClock, log: silent })
    const ownership = await history.acquire(board.id)
    for (let seq = KEYFRAME_EVERY; seq <= shown.size + 1; seq += KEYFRAME_EVERY) {
      const moment = await history.at(board.id, seq)
      if (ownership && moment) await history.keep(ownership, moment)
    }
  })
  const before = await readHistory()
  expect(before.head).toBe(shown.size + 1)
  expect(before.keyframes.length).toBeGreaterThan(3)
  const early = player(before)
  await expectShown(early, shown.keys())
  const documents = await Promise.all(before.keyframes.map((seq) => early.archive.keyframe(seq)))

  const later = { ...systemClock, now: () => systemClock.now() + 3_600_000 }
  await whileStopped(async (database) => {
    const folded = await createFolder({ database, clock: later, log: silent }).fold(1000)
    expect(folded.after).toBeLessThan(folded.before / 2)
  })
  const after = await readHistory()
  expect(after).toMatchObject({ head: before.head, generation: before.generation })
  expect(after.keyframes.length).toBeLessThan(before.keyframes.length)
  const late = player(after)
  const kept = new Set((await late.archive.updates(0, after.head)).map(({ seq }) => seq))
  kept.delete(1)
  expect(kept.size).toBeLessThan(shown.size)
  expect([...kept].filter((seq) => !shown.has(seq))).toEqual([])
  await expectShown(late, kept)
  // One that was opened before, and knows the keyframes that were there then.
  await expectShown(player(before), kept)
  // Their addresses are kept for ever, and name what they named.
  for (const [i, seq] of before.keyframes.entries()) {
    const [was, is] = [documents[i], await late.archive.keyframe(seq)].map((update) => {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, update ?? new Uint8Array())
      return doc
    })
    expect([seq, was && is && sameDocument(was, is)]).toEqual([seq, true])
  }
}, 300_000)

/** Stops the server, opens its database meanwhile, and starts it again. */
async function whileStopped(work: (database: Database) => Promise<void>): Promise<void> {
  await server.kill('SIGTERM')
  const database = await openDatabase({ databaseUrl: undefined, dataDir: server.dataDir }, MIGRATIONS)
  await work(database)
  await database.close()
  await server.restart()
}

/** Whether a document has all that a state vector names. Deletions come with the change that moves a clock, or after it. */
function covers(doc: Y.Doc, stateVector: Uint8Array): boolean {
  for (const [client, clock] of Y.decodeStateVector(stateVector)) {
    if (Y.getState(doc.store, client) < clock) return false
  }
  return true
}
