/**
 * Honest clients against the owner rule: tabs that reload, lose their sockets, draw offline and come back after the
 * server has forgotten what it had not saved. Whatever happens, nobody is refused, and in the end all have everything.
 * A run is its seed.
 */
import { encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import { encodeAwareness, encodeStep1, encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, connect, setUp } from '../../apps/server/src/rooms/rooms.fake.ts'

type Connected = ReturnType<typeof connect>

/** Somebody at a y-websocket client, with a network whose messages take as long as the run decides. */
type Person = {
  readonly actor: string
  readonly isProgram: boolean
  doc: Y.Doc
  online: Connected | undefined
  /** What is on its way to the server. */
  outbound: Uint8Array[]
}

const RANDOM_RUNS = 60

async function run(seed: number): Promise<void> {
  let state = seed
  /** A whole number below `below`. */
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const world = setUp()
  let handle = await world.rooms.open(BOARD)
  let drawn = 0
  const closed: string[] = []

  /** A document under a new client id, whose changes go out while it is online. */
  const newDoc = (person: Pick<Person, 'online' | 'outbound'>, content: Uint8Array): Y.Doc => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, content)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server' && person.online) person.outbound.push(encodeUpdate(update))
    })
    return doc
  }
  const people = ['kim', 'kim', 'lee', 'ada', 'program', 'program'].map((actor): Person => {
    const person = {
      actor,
      isProgram: actor === 'program',
      doc: new Y.Doc(),
      online: undefined,
      outbound: [],
    } as Person
    person.doc = newDoc(person, Uint8Array.of(0, 0))
    return person
  })

  const leave = (person: Person): void => {
    person.online?.peer.leave()
    for (const reason of person.online?.seen.closed ?? []) closed.push(reason)
    person.online = undefined
    person.outbound = []
  }
  const enter = (person: Person): void => {
    leave(person)
    const { actor, isProgram, doc } = person
    person.online = connect(handle, { actor, isProgram, doc })
    person.outbound.push(encodeStep1(Y.encodeStateVector(doc)))
    if (random(4) > 0) {
      const entry = { clientId: doc.clientID, clock: 1, state: '{}' }
      person.outbound.push(encodeAwareness(encodeAwarenessEntries([entry])))
    }
  }
  /** Some of what is on its way arrives, in its order. */
  const deliver = (person: Person, most: number): void => {
    const { online } = person
    if (!online) return
    for (const frame of person.outbound.splice(0, random(most) + 1)) online.peer.receive(frame)
    for (const message of online.got.splice(0, random(most) + 1)) {
      if (message.type === 'step1') {
        person.outbound.push(encodeStep2(Y.encodeStateAsUpdate(person.doc, message.stateVector)))
      } else if (message.type === 'step2' || message.type === 'update') {
        Y.applyUpdate(person.doc, message.update, 'server')
      }
    }
    for (const answered of online.seen.pings.splice(0)) answered()
    if (online.seen.closed.length > 0) leave(person)
  }
  const draw = ({ doc }: Person): void => {
    drawn += 1
    const text = doc.getText('t')
    doc.transact(() => {
      text.insert(random(text.length + 1), `${String(drawn)},`)
      doc.getMap('elements').set(`e${String(random(5))}`, drawn)
      doc.getMap('drawn').set(String(drawn), true)
      if (random(4) === 0) text.delete(random(text.length), 1)
    })
  }
  const crash = async (): Promise<void> => {
    await world.history.acquire?.(BOARD)
    // A change that somebody may have seen, and that is lost with the room: so there always is one.
    const lost = handle.change({ actor: 'server', connection: 'import' }, (doc) => {
      doc.getMap('elements').set('imported', drawn)
    })
    const outcome = lost.then(
      () => 'saved',
      () => 'lost',
    )
    world.hold.commits = false
    for (const commit of world.commits.splice(0)) commit.resolve()
    await world.settle(1000)
    expect(await outcome).toBe('lost')
    for (const person of people) leave(person)
    handle = await world.rooms.open(BOARD)
  }

  for (let step = 0; step < 120; step++) {
    const person = people[random(people.length)]
    if (!person) continue
    const what = random(100)
    if (what < 35) draw(person)
    else if (what < 75) deliver(person, 4)
    else if (what < 82) enter(person)
    else if (what < 85) leave(person)
    else if (what < 88) {
      // A reload: what the browser kept, under a new id. A program keeps its document.
      leave(person)
      if (!person.isProgram) person.doc = newDoc(person, Y.encodeStateAsUpdate(person.doc))
    } else if (what < 91) world.hold.commits = !world.hold.commits
    else if (what < 93) await crash()
    else await world.settle(random(300))
  }
  world.hold.commits = false
  for (const commit of world.commits.splice(0)) commit.resolve()
  await world.settle(1000)
  for (let round = 0; round < 60; round++) {
    for (const person of people) {
      if (!person.online) enter(person)
      for (let i = 0; i < 3; i++) deliver(person, 1000)
    }
    await world.settle(1000)
  }
  const all = Array.from({ length: drawn }, (_, i) => String(i + 1)).sort()
  expect([...handle.doc.getMap('drawn').keys()].sort()).toEqual(all)
  for (const { doc } of people) expect(doc.getText('t').toJSON()).toBe(handle.doc.getText('t').toJSON())
  expect(closed.filter((reason) => reason !== 'unavailable')).toEqual([])
}

test('[S5] [S3] nobody honest is refused, and nothing of theirs is lost', async () => {
  await fc.assert(fc.asyncProperty(fc.nat(), run), { numRuns: RANDOM_RUNS })
})
