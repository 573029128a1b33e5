import { decodeAwarenessEntries, encodeAwarenessEntries, GONE } from '@gamelan/protocol/sync/awareness'
import { describe, expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { AWARENESS_STATE_LENGTH } from '@gamelan/protocol/limits'
import { AWARENESS_IDS } from '../limits.ts'
import { createPresence, type Presence, type Presenter } from './presence.ts'

const person = (actor: string, ignoresOwn = false): Presenter => ({
  actor,
  ignoresOwn,
  user: { id: actor, name: `Name of ${actor}`, color: '#1864ab', role: 'editor' },
})
const says = (clientId: number, clock: number, state: unknown) =>
  encodeAwarenessEntries([
    { clientId, clock, state: typeof state === 'string' ? state : JSON.stringify(state) },
  ])
const read = (update: Uint8Array | undefined) =>
  update === undefined
    ? undefined
    : decodeAwarenessEntries(update, 1000)?.map(({ clientId, state }) => [
        clientId,
        JSON.parse(state) as unknown,
      ])

/** An unmodified client: what y-protocols makes of what it is sent. */
function client(clientId: number) {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const awareness = new Awareness(doc)
  return {
    awareness,
    hears(update: Uint8Array | undefined) {
      if (update !== undefined) applyAwarenessUpdate(awareness, update, 'server')
    },
    own: () => encodeAwarenessUpdate(awareness, [clientId]),
    all: () => encodeAwarenessUpdate(awareness, [...awareness.getStates().keys()]),
    sees: (other: number) => awareness.getStates().get(other),
    leave: () => doc.destroy(),
  }
}

describe('[S7] presence', () => {
  test("carries the server's word on who somebody is, whatever they claim", () => {
    const presence = createPresence(1)
    const [kim, lee] = [person('kim'), person('lee')]
    presence.receive(kim, says(1, 1, { cursor: { x: 1, y: 2 }, user: { id: 'lee', role: 'facilitator' } }))
    expect(read(presence.tick()?.for(lee))).toEqual([[1, { cursor: { x: 1, y: 2 }, user: kim.user }]])
  })

  test('with a clock that no receiver could read is ignored, and hides nobody else', () => {
    const presence = createPresence(1)
    presence.receive(person('kim'), says(1, Number.MAX_SAFE_INTEGER, {}))
    presence.receive(person('mo'), says(2, 1, {}))
    expect(read(presence.tick()?.for(person('lee')))).toEqual([[2, { user: person('mo').user }]])
  })

  test('of many in one tick is one frame, with the last state of each and the same bytes for all', () => {
    const presence = createPresence(1)
    const people = Array.from({ length: 20 }, (_, i) => person(`p${i}`))
    for (const round of [1, 2, 3]) {
      people.forEach((from, i) => presence.receive(from, says(i + 1, round * 10, { cursor: round })))
    }
    const frame = presence.tick()
    expect(read(frame?.shared)).toHaveLength(20)
    expect(read(frame?.shared)?.[0]).toMatchObject([1, { cursor: 3 }])
    expect(presence.tick()).toBeUndefined()
    const onlooker = person('onlooker')
    expect(frame?.for(onlooker)).toBe(frame?.shared)
  })

  test('of one who does not look at their own goes out as the same bytes for all, ahead of their clock or not', () => {
    const presence = createPresence(7)
    const people = Array.from({ length: 20 }, (_, i) => person(`p${i}`, true))
    for (const round of [1, 2, 3]) {
      people.forEach((from, i) => presence.receive(from, says(i + 1, round, { cursor: round })))
      const frame = presence.tick()
      for (const receiver of people) expect(frame?.for(receiver)).toBe(frame?.shared)
    }
    const unmodified = person('other')
    presence.receive(unmodified, says(99, 1, {}))
    expect(presence.tick()?.for(unmodified)).toBeUndefined()
  })

  test("others' states that are echoed back are ignored, also of those who have left by then", () => {
    const presence = createPresence(1)
    const [kim, lee] = [person('kim'), person('lee')]
    presence.receive(kim, says(1, 1, { cursor: 1 }))
    presence.receive(lee, says(2, 1, { cursor: 2 }))
    presence.tick()
    expect(presence.receive(lee, says(1, 99, { cursor: 'forged' }))).toBe(true)
    expect(presence.receive(lee, says(1, 99, GONE))).toBe(true)
    expect(presence.isPending()).toBe(false)
    presence.leave(kim)
    presence.tick()
    presence.receive(lee, says(1, 100, { cursor: 1 }))
    expect(presence.isPending()).toBe(false)
  })

  test('a maximal clock locks nobody out', () => {
    const presence = createPresence(1)
    const [kim, lee] = [person('kim'), person('lee')]
    presence.receive(lee, says(2, 1, {}))
    presence.receive(lee, says(1, Number.MAX_SAFE_INTEGER, GONE))
    presence.receive(kim, says(1, 1, { cursor: 1 }))
    expect(read(presence.tick()?.for(lee))).toContainEqual([1, { cursor: 1, user: kim.user }])
  })

  test('one who comes sees everybody at once, and one who leaves is gone for all', () => {
    const presence = createPresence(1)
    const [kim, lee] = [person('kim'), person('lee')]
    presence.receive(kim, says(1, 1, { cursor: 1 }))
    presence.tick()
    expect(read(presence.everybody(lee, { withLeft: false }))).toEqual([[1, { cursor: 1, user: kim.user }]])
    expect(presence.everybody(kim, { withLeft: false })).toBeUndefined()
    presence.leave(kim)
    expect(read(presence.tick()?.for(lee))).toEqual([[1, null]])
    expect(presence.everybody(lee, { withLeft: false })).toBeUndefined()
    expect(read(presence.everybody(lee, { withLeft: true }))).toEqual([[1, null]])
  })

  test('what is no object, is too long, or is a prototype goes nowhere', () => {
    const presence = createPresence(1)
    const [kim, lee] = [person('kim'), person('lee')]
    for (const state of [
      '[1]',
      '"text"',
      '12',
      '{"broken',
      `{"a":"${'x'.repeat(AWARENESS_STATE_LENGTH)}"}`,
    ]) {
      presence.receive(kim, says(1, 1, state))
      expect(presence.tick()).toBeUndefined()
    }
    presence.receive(kim, says(1, 2, '{"a":{"\\u005f_proto__":{"b":1}},"__proto__":{"c":1}}'))
    expect(read(presence.tick()?.for(lee))).toEqual([[1, { a: {}, user: kim.user }]])
    for (const [i, name] of ['__proto__', '\\u005f_proto__', '_\\u005fproto__'].entries()) {
      presence.receive(kim, says(1, 3 + i, `{"b":2,"${name}":{"c":1}}`))
      expect(read(presence.tick()?.for(lee))).toEqual([[1, { b: 2, user: kim.user }]])
    }
  })

  test('bytes that are no awareness update are told apart', () => {
    expect(createPresence(1).receive(person('kim'), Uint8Array.of(5, 1))).toBe(false)
  })

  test(`a connection has ${AWARENESS_IDS} ids and no more`, () => {
    const presence = createPresence(1)
    for (let id = 1; id <= AWARENESS_IDS + 2; id++) presence.receive(person('other'), says(id + 10, 1, {}))
    presence.tick()
    const kim = person('kim')
    for (let id = 1; id <= AWARENESS_IDS + 2; id++) presence.receive(kim, says(id, 1, {}))
    expect(read(presence.tick()?.shared)).toHaveLength(AWARENESS_IDS)
  })

  test('memory does not grow with people who come and go, nor with clocks', () => {
    const presence = createPresence(1)
    for (let i = 1; i <= 5000; i++) {
      const somebody = person(`p${i}`)
      presence.receive(somebody, says(i, i, {}))
      presence.tick()
      presence.leave(somebody)
      presence.tick()
    }
    expect(read(presence.everybody(person('new'), { withLeft: true }))?.length).toBeLessThanOrEqual(500)
  })
})

describe('[S7] an unmodified client', () => {
  const connected = (presence: Presence, update: Uint8Array, as: Presenter) => presence.receive(as, update)

  test('is seen at once when it comes back with the clock that it had', () => {
    const presence = createPresence(1)
    const [kim, lee] = [client(1), client(2)]
    const onlooker = person('lee')
    kim.awareness.setLocalState({ cursor: 1 })
    const first = person('kim')
    connected(presence, kim.own(), first)
    lee.hears(presence.tick()?.for(onlooker))
    presence.leave(first)
    lee.hears(presence.tick()?.for(onlooker))
    expect(lee.sees(1)).toBeUndefined()
    connected(presence, kim.own(), person('kim'))
    lee.hears(presence.tick()?.for(onlooker))
    expect(lee.sees(1)).toMatchObject({ cursor: 1 })
    kim.leave()
    lee.leave()
  })

  test('is seen at once by those who saw it before the server was started again', () => {
    const [kim, lee] = [client(1), client(2)]
    kim.awareness.setLocalState({ cursor: 1 })
    const onlooker = person('lee')
    const before = createPresence(3)
    connected(before, kim.own(), person('kim'))
    lee.hears(before.tick()?.for(onlooker))
    lee.awareness.getStates().delete(1)
    const after = createPresence(4)
    connected(after, kim.own(), person('kim'))
    lee.hears(after.tick()?.for(onlooker))
    expect(lee.sees(1)).toMatchObject({ cursor: 1 })
    kim.leave()
    lee.leave()
  })

  test('is not told its own state as news, and keeps what it says of itself', () => {
    const presence = createPresence(1)
    const kim = client(1)
    const me = person('kim')
    for (let i = 1; i < 20; i++) {
      kim.awareness.setLocalState({ cursor: i })
      connected(presence, kim.own(), me)
      // By the time that the frame comes, kim has moved on, and has not said so yet.
      kim.awareness.getStates().set(1, { cursor: i, moved: true })
      kim.hears(presence.tick()?.for(me))
      expect(kim.awareness.getLocalState()).toEqual({ cursor: i, moved: true })
    }
    kim.leave()
  })

  test('takes its id over from its own dead connection, and from nobody else', () => {
    const presence = createPresence(1)
    const [first, second, stranger] = [person('kim'), person('kim'), person('mallory')]
    presence.receive(first, says(1, 5, { cursor: 'old' }))
    presence.tick()
    presence.receive(stranger, says(1, 9, { cursor: 'forged' }))
    expect(presence.isPending()).toBe(false)
    presence.receive(second, says(1, 5, { cursor: 'new' }))
    expect(read(presence.tick()?.for(stranger))).toEqual([[1, { cursor: 'new', user: second.user }]])
    presence.leave(first)
    expect(presence.isPending()).toBe(false)
  })
})
