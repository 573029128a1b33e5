import { describe, expect, test } from 'vitest'
import type { BlockText } from '@gamelan/protocol/session/agenda'
import { timeLeft } from '@gamelan/protocol/session/timer'
import { BOARD, heard, personId, setUp } from './live.fake.ts'

const block = (title: string): BlockText => ({
  title,
  format: 'talk',
  question: '',
  steps: [],
  minutes: 10,
  owner: null,
})

describe('a live session', () => {
  test('tells who is here, and who has left once they do not come back', async () => {
    const { connect, clock } = setUp()
    const kim = await connect('kim', 'facilitator')
    const lee = await connect('lee')
    await heard()
    expect(Object.keys(kim.client.state.people.people)).toEqual([personId('kim'), personId('lee')])
    lee.leave()
    await heard()
    clock.advance(5000)
    await heard()
    expect(kim.client.state.people.people[personId('lee')]?.here).toBe(true)
    clock.advance(5000)
    await heard()
    expect(kim.client.state.people.people[personId('lee')]?.here).toBe(false)
  })

  test('somebody who loads their page again keeps their hand up, and nobody is told that they left', async () => {
    const { connect, clock, happened } = setUp()
    const lee = await connect('lee')
    await heard()
    await lee.ask({ type: 'raise-hand', up: true })
    lee.leave()
    clock.advance(9000)
    await heard()
    const again = await connect('lee')
    clock.advance(60_000)
    await heard()
    expect(again.client.state.people.people[personId('lee')]).toMatchObject({ here: true, hand: 2 })
    expect(happened.map(({ type }) => type)).toEqual(['came', 'hand-raised'])
  })

  test('a command is answered once it is committed, and not told before', async () => {
    const { connect, failing } = setUp()
    const kim = await connect('kim', 'facilitator')
    await heard()
    const before = kim.client.state
    failing.appends = 1
    expect(await kim.ask({ type: 'start-timer', minutes: 1 })).toMatchObject({
      ok: false,
      code: 'unavailable',
    })
    expect(kim.client.state).toBe(before)
    expect(await kim.ask({ type: 'start-timer', minutes: 1 })).toEqual({ ok: true, seq: 2 })
    expect(kim.client.state.timer).not.toBeNull()
  })

  test('who came while the database was away is in the session once it is back', async () => {
    const { connect, failing, clock, state } = setUp()
    failing.appends = 2
    await connect('kim', 'facilitator')
    await heard()
    clock.advance(1000)
    await heard()
    expect((await state()).people.people).toEqual({})
    clock.advance(1000)
    await heard()
    expect((await state()).people.people[personId('kim')]?.here).toBe(true)
  })

  test('a command that comes twice is carried out once: at once, later, and after a restart', async () => {
    const { connect, newId, state, restart } = setUp()
    const kim = await connect('kim', 'facilitator')
    await heard()
    const command = { id: newId(), type: 'add-blocks' as const, blocks: [block('One'), block('Two')] }
    const [first, second] = await Promise.all([kim.command(command), kim.command(command)])
    expect([first, second]).toEqual([
      { ok: true, seq: 3 },
      { ok: true, seq: 3 },
    ])
    expect(await kim.command(command)).toEqual({ ok: true, seq: 3 })
    restart()
    const back = await connect('kim', 'facilitator')
    await heard()
    expect(await back.command(command)).toEqual({ ok: true, seq: 3 })
    expect((await state()).agenda.map(({ title }) => title)).toEqual(['One', 'Two'])
  })

  test('[fault V12] what was carried out before a restart is answered so, though it does not fit any more', async () => {
    const { connect, newId, state, restart, clock } = setUp()
    const kim = await connect('kim', 'facilitator')
    await heard()
    const timer = { id: newId(), type: 'start-timer' as const, minutes: 1, seen: 1, at: clock.now() }
    expect(await kim.command(timer)).toEqual({ ok: true, seq: 2 })
    restart()
    clock.advance(60_000)
    const back = await connect('kim', 'facilitator')
    await heard()
    expect(await back.command(timer)).toEqual({ ok: true, seq: 2 })
    const other = { ...timer, id: newId() }
    expect(await back.command(other)).toMatchObject({ ok: false, code: 'late' })
    expect((await state()).timer?.total).toBe(60_000)
  })

  test('[fault V12] events from before the session was opened count, and those of the same group', async () => {
    const { connect, restart, newId } = setUp()
    const kim = await connect('kim', 'facilitator')
    await heard()
    const { seq: seen } = kim.client.state
    await kim.ask({ type: 'start-timer', minutes: 1 })
    restart()
    const [one, other] = [await connect('kim', 'facilitator'), await connect('lee', 'facilitator')]
    await heard()
    expect(await one.ask({ type: 'start-timer', minutes: 2 }, { seen })).toMatchObject({ code: 'not-now' })
    const now = one.client.state.seq
    const lock = { type: 'lock' as const, locked: true, seen: now }
    const unlock = { type: 'lock' as const, locked: false, seen: now }
    const answers = await Promise.all([
      one.command({ id: newId(), ...lock }),
      other.command({ id: newId(), ...unlock }),
    ])
    expect(answers).toMatchObject([{ ok: true }, { code: 'not-now' }])
  })

  test('[fault V8] who comes back with what they had is told so, for what only they are told', async () => {
    const { connect, restart } = setUp()
    const kim = await connect('kim', 'facilitator')
    await heard()
    const had = kim.client.state
    restart()
    const back = await connect('kim', 'facilitator', { from: had })
    expect([back.client.taken, back.client.resumed]).toEqual([0, 1])
  })

  test('[fault V14] a board is made with the event that names it, or not at all', async () => {
    const { connect, made, failing, newId, restart } = setUp()
    const kim = await connect('kim', 'facilitator')
    await heard()
    const to = block('Elsewhere')
    const pivot = { id: newId(), type: 'pivot' as const, reason: 'Down', to, onFreshBoard: true }
    failing.appends = 1
    expect(await kim.command(pivot)).toMatchObject({ code: 'unavailable' })
    expect(made).toEqual([])
    expect(await kim.command(pivot)).toMatchObject({ ok: true })
    restart()
    const back = await connect('kim', 'facilitator')
    await heard()
    expect(await back.command(pivot)).toMatchObject({ ok: true })
    expect(made.map(({ id }) => id)).toEqual([back.client.state.agenda[0]?.board])
  })

  test('who comes back goes on from what they had, and misses nothing', async () => {
    const { connect } = setUp()
    const kim = await connect('kim', 'facilitator')
    const lee = await connect('lee')
    await heard()
    lee.leave()
    const had = lee.client.state
    await kim.ask({ type: 'add-blocks', blocks: [block('One')] })
    await kim.ask({ type: 'react', reaction: 'clap' })
    const back = await connect('lee', 'editor', { from: had })
    expect(back.client.state).toEqual(kim.client.state)
    expect(back.client.taken).toBe(0)
    expect(back.client.state.people.reactions).toEqual({ clap: 1 })
  })

  test('where another process has appended, everybody is sent to connect anew, and nothing is told twice', async () => {
    const { connect, other, state } = setUp()
    const kim = await connect('kim', 'facilitator')
    await heard()
    const elsewhere = await other().join(BOARD, {
      participant: { id: personId('mo'), name: 'mo', color: '#1864ab' },
      role: 'facilitator',
      isProgram: false,
      has: undefined,
      take: () => undefined,
      resumed: () => undefined,
      hear: () => undefined,
      end: () => undefined,
    })
    await heard()
    expect((await elsewhere.command({ id: 'c'.repeat(16), type: 'start-timer', minutes: 5 })).ok).toBe(true)
    expect(await kim.ask({ type: 'stop-timer' })).toMatchObject({ ok: true })
    expect(await kim.ask({ type: 'start-timer', minutes: 1 })).toMatchObject({
      ok: false,
      code: 'unavailable',
    })
    expect(kim.client.ended).toBe(true)
    expect((await state()).timer?.total).toBe(5 * 60_000)
  })

  test('one block runs at a time, and its time with it', async () => {
    const { connect, clock } = setUp()
    const kim = await connect('kim', 'facilitator')
    await heard()
    await kim.ask({ type: 'add-blocks', blocks: [block('One'), block('Two')] })
    const [one, two] = kim.client.state.agenda.map(({ id }) => id)
    if (one === undefined || two === undefined) throw new Error('no blocks')
    await kim.ask({ type: 'start-block', block: one })
    clock.advance(60_000)
    await kim.ask({ type: 'extend-block', minutes: 1 })
    const { timer } = kim.client.state
    expect(timer && timeLeft(timer, clock.now())).toBe(10 * 60_000)
    await kim.ask({ type: 'start-block', block: two })
    expect(kim.client.state.agenda.map(({ state }) => state)).toEqual(['finished', 'running'])
  })

  test('a pivot parks what runs with the reason, and begins the new in its place', async () => {
    const { connect, made } = setUp()
    const kim = await connect('kim', 'facilitator')
    await heard()
    await kim.ask({ type: 'add-blocks', blocks: [block('Wheel no. 4'), block('After')] })
    const [wheel] = kim.client.state.agenda
    await kim.ask({ type: 'start-block', block: wheel?.id ?? '' })
    const reason = 'The status page is down'
    await kim.ask({ type: 'pivot', reason, to: block('Root certificates'), onFreshBoard: true })
    expect(made).toHaveLength(1)
    expect(kim.client.state.agenda).toMatchObject([
      { title: 'Root certificates', state: 'running', board: made[0]?.id },
      { title: 'Wheel no. 4', state: 'parked', reason },
      { title: 'After', state: 'planned' },
    ])
  })

  test('after a restart everything is as it was, and the timer goes on', async () => {
    const { connect, restart, clock } = setUp()
    const kim = await connect('kim', 'facilitator')
    await heard()
    await kim.ask({ type: 'start-timer', minutes: 2 })
    const before = kim.client.state
    clock.advance(30_000)
    restart()
    const back = await connect('kim', 'facilitator', { from: before })
    expect(back.client.state).toEqual(before)
    const { timer } = back.client.state
    expect(timer && timeLeft(timer, clock.now())).toBe(90_000)
  })
})

describe('a replay that is shown to all', () => {
  test('is told from the moment on at which it was begun, and ends when its leader has left', async () => {
    const { connect, clock } = setUp()
    const kim = await connect('kim', 'facilitator')
    const lee = await connect('lee')
    await heard()
    const begun = clock.now()
    await kim.ask({ type: 'show-replay', seq: 3, moment: 1000, speed: 0 })
    clock.advance(500)
    await kim.ask({ type: 'show-replay', seq: 4, moment: 2000, speed: 2 })
    expect(lee.client.state.attention.replay).toEqual({
      by: personId('kim'),
      board: null,
      since: begun,
      seq: 4,
      moment: 2000,
      at: begun + 500,
      speed: 2,
    })
    await kim.ask({ type: 'call-everyone' })
    kim.leave()
    await heard()
    clock.advance(10_000)
    await heard()
    expect(lee.client.state.attention).toMatchObject({ replay: null, call: null })
  })
})
