/** What an update that takes long leaves behind. The rest of what a room lets in is in room.test.ts and hostile.test.ts. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { deflate } from '../deflate.ts'
import { WORK_AT_ONCE, WORK_PER_SECOND } from '../limits.ts'
import { change, docOf } from './admission.fake.ts'
import { createLiveDocument, type Change } from './document.ts'
import { createIntake } from './intake.ts'
import type { RoomPeer } from './peer.ts'
import { createWork } from './work.ts'

/** Milliseconds between two looks at the clock, in this test. */
const SLOW = 40

function setUp() {
  let now = 0
  const document = createLiveDocument([], deflate)
  const recorded: Change[] = []
  const receive = createIntake({
    document,
    owners: {
      join: () => undefined,
      leave: () => undefined,
      named: () => undefined,
      rule: () => ({ mayExtend: () => 'yes', gap: () => 'gap', taken: () => true }),
    },
    capacity: { excess: () => undefined, added: () => undefined },
    logSize: { isFull: () => false },
    // Every look at it is later: what is measured in portions takes long.
    work: createWork({ elapsed: () => (now += SLOW), processor: () => (now += SLOW) }),
    hasRoom: () => true,
    record(changes) {
      recorded.push(...changes)
    },
    head: () => recorded.length,
    failed(failure) {
      throw failure
    },
  })
  const from = { owner: 'kim', maySend: () => true } as Partial<RoomPeer> as RoomPeer
  return {
    document,
    recorded,
    receive: (update: Uint8Array) => receive(update, from, 'step2'),
    rest: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

test('[S5] of what takes too long a part goes in, whole in itself, and the sender goes on where it ended', () => {
  const { document, recorded, receive, rest } = setUp()
  const author = docOf(7)
  const update = change(author, (doc) => {
    doc.transact(() => {
      // Two keys in turn, so that no two structs become one.
      for (let i = 0; i < 4000; i++) doc.getMap('elements').set(i % 2 ? 'odd' : 'even', i)
      doc.getText('text').insert(0, 'gone again')
    })
    doc.getText('text').delete(0, 4)
  })
  expect(receive(update)).toEqual({ kind: 'refused', reason: 'tooMany', detail: 'work' })
  const reached = document.clock(7)
  expect(reached).toBeGreaterThan(0)
  expect(reached).toBeLessThan(4000)
  // What went in is in the log as one change, and the next is not looked at.
  expect(recorded).toHaveLength(1)
  expect(recorded[0]?.moves.get(7)).toBe(reached)
  expect(receive(update)).toMatchObject({ kind: 'refused', reason: 'tooMany' })

  let rounds = 0
  for (let verdict = receive(update); verdict.kind !== 'logged'; verdict = receive(update)) {
    const before = document.clock(7)
    rest((WORK_AT_ONCE / WORK_PER_SECOND) * 1000)
    rounds += 1
    expect(receive(update).kind).not.toBe('gone')
    expect(document.clock(7) > before || recorded.length > 1).toBe(true)
    if (rounds > 1000) throw new Error('it never ends')
  }
  expect(document.doc.getMap('elements').toJSON()).toEqual({ even: 3998, odd: 3999 })
  expect(document.doc.getText('text').toJSON()).toBe(' again')
  const fromLog = docOf(2, ...recorded.map((entry) => entry.update))
  expect(Y.encodeStateVector(fromLog)).toEqual(Y.encodeStateVector(author))
})
