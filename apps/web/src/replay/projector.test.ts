import { BoardScene, createDocument, writeChanges } from '@gamelan/board-model'
import type { BoardElement } from '@gamelan/board-model'
import type { LoggedUpdate } from '@gamelan/protocol/history/updates'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Archive, Frame, Roll, Target } from './projector.ts'
import { createProjector } from './projector.ts'
import { createScreen } from './screen.ts'

const START = 1_700_000_000_000

/** One change of somebody: they make, move, or delete one of a few elements. */
const act = fc.record({
  who: fc.constantFrom('kim', 'lee', 'server'),
  what: fc.constantFrom('make', 'move', 'delete', 'write'),
  which: fc.nat(6),
  value: fc.integer({ min: -500, max: 500 }),
  pause: fc.nat(20_000),
})
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

/** A board that was drawn by these, as the log has it, and what a live page showed after each change. */
function record(acts: readonly Act[], keyframeEvery: number) {
  const doc = new Y.Doc()
  createDocument(doc)
  const scene = new BoardScene(doc)
  const log: LoggedUpdate[] = []
  const keyframes = new Map<number, Uint8Array>()
  const shown: (readonly BoardElement[])[] = [[]]
  let at = START
  let author = 'server'
  const note = (update: Uint8Array) => {
    log.push({ seq: log.length + 1, at, author, update })
    shown.push(scene.all())
    if (log.length % keyframeEvery === 0) keyframes.set(log.length, Y.encodeStateAsUpdate(doc))
  }
  note(Y.encodeStateAsUpdate(doc))
  doc.on('update', note)
  for (const { who, what, which, value, pause } of acts) {
    at += pause
    author = who
    const id = `e${which}`
    const before = scene.get(id)
    if (what === 'make' || !before) {
      if (before) continue
      const fresh = { id, type: 'rectangle', x: value, y: 0, width: 10, height: 10, index: `a${which}` }
      writeChanges(doc, [{ before: undefined, after: fresh }], { origin: who })
      continue
    }
    const after =
      what === 'move'
        ? { ...before, x: value, y: -value }
        : what === 'delete'
          ? { ...before, isDeleted: !before.isDeleted }
          : { ...before, strokeColor: value % 2 ? '#e03131' : '#1971c2' }
    writeChanges(doc, [{ before, after }], { origin: who })
  }
  return { log, keyframes, shown }
}

function playerOf({ log, keyframes }: ReturnType<typeof record>) {
  let asked = 0
  const archive: Archive = {
    keyframe(seq) {
      const keyframe = keyframes.get(seq)
      return keyframe ? Promise.resolve(keyframe) : Promise.reject(new Error(`no keyframe ${String(seq)}`))
    },
    updates(after, until) {
      asked += 1
      return Promise.resolve(log.filter(({ seq }) => seq > after && seq <= until))
    },
  }
  const roll: Roll = {
    head: log.at(-1)?.seq ?? 0,
    keyframes: [...keyframes.keys()],
    times: log.map(({ at, seq }) => [Math.ceil((at + 1) / 1000) * 1000, seq] as const),
  }
  const waiting: (() => void)[] = []
  const projector = createProjector(archive, roll, (run) => waiting.push(run))
  const screen = createScreen()
  const show = async (target: Target): Promise<Frame> => {
    const frame = await projector.show(target)
    if (frame === undefined) throw new Error('overtaken')
    // As it comes from a worker.
    screen.take(structuredClone(frame))
    return frame
  }
  return { projector, show, screen, waiting, asked: () => asked }
}

const bare = (elements: readonly BoardElement[]) => elements.map((element) => ({ ...element }))

test('[H2] every moment, in whatever order it is asked for, shows what a live page showed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 500 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
      async (acts, places) => {
        const recorded = record(acts, 210)
        const { show, screen } = playerOf(recorded)
        const targets = [
          recorded.log.length,
          1,
          0,
          ...[...places.take(12)].map((p) => Math.floor(p * recorded.log.length) + 1),
        ]
        for (const seq of targets) {
          const frame = await show({ seq })
          expect(frame.seq).toBe(seq)
          expect(bare(screen.elements)).toEqual(bare(recorded.shown[seq] ?? []))
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('a time shows the last change up to it, and steps go through all of them and back', async () => {
  const acts = fc.sample(fc.array(act, { minLength: 430, maxLength: 450 }), { numRuns: 1, seed: 7 })[0] ?? []
  const recorded = record(acts, 205)
  const { show, screen } = playerOf(recorded)
  const { log, shown } = recorded
  for (const at of [START, START + 5000, START + 500_000, START + 1_234_567, Number.MAX_SAFE_INTEGER]) {
    const last = log.findLast((entry) => entry.at <= at)
    const frame = await show({ at })
    expect(frame.seq).toBe(last?.seq)
    expect(frame.author).toBe(last?.author)
  }
  await show({ seq: 0 })
  for (let seq = 1; seq <= log.length; seq++) {
    expect((await show({ step: 1 })).seq).toBe(seq)
    expect(bare(screen.elements)).toEqual(bare(shown[seq] ?? []))
  }
  expect((await show({ step: 1 })).seq).toBe(log.length)
  for (let seq = log.length - 1; seq >= 0; seq--) expect((await show({ step: -1 })).seq).toBe(seq)
  expect(screen.elements).toEqual([])
  expect((await show({ step: 230 })).seq).toBe(230)
})

test('[H6] a second that was folded is one moment: no step ends within it, and it has touched what each did in it', async () => {
  const acts = fc.sample(fc.array(act, { minLength: 640, maxLength: 650 }), { numRuns: 1, seed: 9 })[0] ?? []
  const recorded = record(acts, 210)
  // Of five changes each, with the first alone; keyframes end a second, too.
  const ends = new Set(recorded.keyframes.keys())
  const momentOf = (seq: number) => {
    let end = seq === 1 ? 1 : Math.min(recorded.log.length, Math.ceil((seq - 1) / 5) * 5 + 1)
    for (const keyframe of ends) if (keyframe >= seq && keyframe < end) end = keyframe
    return end
  }
  const folded = recorded.log.map((entry) => ({ ...entry, seq: momentOf(entry.seq) }))
  const moments = [...new Set(folded.map(({ seq }) => seq))]
  const { show, screen } = playerOf({ ...recorded, log: folded })
  await show({ seq: 0 })
  for (const seq of moments) {
    const frame = await show({ step: 1 })
    expect(frame.seq).toBe(seq)
    expect(bare(screen.elements)).toEqual(bare(recorded.shown[seq] ?? []))
    const before = moments[moments.indexOf(seq) - 1] ?? 0
    const changed = differing(recorded.shown[before] ?? [], recorded.shown[seq] ?? [])
    expect(frame.touched).toEqual(expect.arrayContaining(changed))
  }
  for (const seq of [0, ...moments].toReversed().slice(1)) {
    expect((await show({ step: -1 })).seq).toBe(seq)
    expect(bare(screen.elements)).toEqual(bare(recorded.shown[seq] ?? []))
  }
})

/** Ids of what is not the same in both. */
function differing(a: readonly BoardElement[], b: readonly BoardElement[]): string[] {
  const json = (elements: readonly BoardElement[]) =>
    new Map(elements.map((element) => [element.id, JSON.stringify(element)]))
  const [one, other] = [json(a), json(b)]
  return [...new Set([...one.keys(), ...other.keys()])].filter((id) => one.get(id) !== other.get(id))
}

test('an element that did not change stays the same object, from one segment to the next as well', async () => {
  const make = (which: number): Act => ({ who: 'kim', what: 'make', which, value: 1, pause: 100 })
  const acts = [
    make(0),
    make(1),
    ...Array.from({ length: 450 }, (_, i): Act => ({ ...make(1), what: 'move', value: i })),
  ]
  const { show, screen } = playerOf(record(acts, 200))
  await show({ seq: 150 })
  const still = screen.elements.find(({ id }) => id === 'e0')
  for (const seq of [151, 250, 449, 20]) {
    await show({ seq })
    expect(screen.elements.find(({ id }) => id === 'e0')).toBe(still)
  }
})

test('an element that comes back as it was is told by its id alone', async () => {
  const make = (which: number): Act => ({ who: 'kim', what: 'make', which, value: 1, pause: 100 })
  const moves = Array.from({ length: 420 }, (_, i): Act => ({ ...make(1), what: 'move', value: i }))
  const recorded = record([make(0), make(1), make(2), ...moves], 200)
  const { show, screen } = playerOf(recorded)
  const head = recorded.log.length
  expect((await show({ seq: head })).changed.map(({ id }) => id).sort()).toEqual(['e0', 'e1', 'e2'])
  expect((await show({ seq: 1 })).removed.toSorted()).toEqual(['e0', 'e1', 'e2'])
  const frame = await show({ seq: head - 1 })
  expect(frame.changed.map(({ id }) => id)).toEqual(['e1'])
  expect(frame.again.toSorted()).toEqual(['e0', 'e2'])
  expect(bare(screen.elements)).toEqual(bare(recorded.shown[head - 1] ?? []))
})

test('what comes next is loaded once what was asked for is painted', async () => {
  const acts = fc.sample(fc.array(act, { minLength: 640, maxLength: 640 }), { numRuns: 1, seed: 4 })[0] ?? []
  const { show, waiting, asked } = playerOf(record(acts, 210))
  await show({ seq: 100 })
  expect(asked()).toBe(1)
  for (const run of waiting.splice(0)) run()
  expect(asked()).toBe(2)
  await show({ seq: 300 })
  expect(asked()).toBe(2)
})

test('of several moments asked for at once only the last is shown', async () => {
  const acts = fc.sample(fc.array(act, { minLength: 300, maxLength: 300 }), { numRuns: 1, seed: 3 })[0] ?? []
  const { projector, asked } = playerOf(record(acts, 100))
  const frames = await Promise.all([1, 50, 150].map((seq) => projector.show({ seq })))
  expect(frames.map((frame) => frame?.seq)).toEqual([undefined, undefined, 150])
  const loads = asked()
  await projector.show({ seq: 140 })
  expect(asked()).toBe(loads)
})

test('one that could not be loaded is tried again when it is asked for again', async () => {
  const recorded = record([{ who: 'kim', what: 'make', which: 0, value: 1, pause: 0 }], 100)
  let isAway = true
  const projector = createProjector(
    {
      keyframe: () => Promise.reject(new Error('none')),
      updates: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(recorded.log)),
    },
    { head: 2, keyframes: [], times: [] },
    (run) => run(),
  )
  await expect(projector.show({ seq: 2 })).rejects.toThrow('away')
  isAway = false
  expect(await projector.show({ seq: 2 })).toMatchObject({ seq: 2, author: 'kim', touched: ['e0'] })
  expect(await projector.scene(1)).toEqual([])
})
