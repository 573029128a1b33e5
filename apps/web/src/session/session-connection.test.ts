import type { Answer, Command, Request } from '@gamelan/protocol/session/commands'
import { NEW_SESSION } from '@gamelan/protocol/session/session'
import { expect, test } from 'vitest'
import { fakeStorage } from '../storage/fake-storage.test-support.ts'
import { createOutbox } from './outbox.ts'
import { SessionConnection, type SessionSocket, type Undone } from './session-connection.ts'

const HOUR = 3_600_000
const add = (text: string): Request => ({
  type: 'edit-turn',
  turn: 't'.repeat(22),
  steps: [{ change: 'add', text, before: null }],
})
const edit = (text: string): Request => ({
  type: 'edit-turn',
  turn: 't'.repeat(22),
  steps: [{ change: 'edit', line: 'l'.repeat(22), text }],
})

/** A window with its storage, and the pages that it shows one after the other; time and the server are the test's. */
function window() {
  const storage = fakeStorage()
  let now = 1000
  let ids = 0
  const page = () => {
    const heard = new Map<string, (...given: unknown[]) => void>()
    const sent: { command: Command; answer: (answer: Answer) => void }[] = []
    const waits: (() => void)[] = []
    const undone: Undone[] = []
    const clock: ((server: number) => void)[] = []
    const socket = {
      connected: false,
      active: true,
      on: (name: string, hear: (...given: unknown[]) => void) => heard.set(name, hear),
      emit(name: string, ...given: unknown[]) {
        // What the page emits under this name.
        if (name === 'command')
          sent.push({ command: given[0] as Command, answer: given[1] as (answer: Answer) => void })
        if (name === 'time') clock.push(given[0] as (server: number) => void)
      },
      connect: () => undefined,
      close: () => undefined,
    }
    const session = new SessionConnection('board', (one) => undone.push(one), {
      // What is used of it is above.
      open: () => socket as unknown as SessionSocket,
      now: () => now,
      newId: () => `id-${String(++ids).padStart(20, '0')}`,
      after: (_milliseconds, run) => {
        waits.push(run)
        return () => waits.splice(waits.indexOf(run), 1)
      },
      outbox: (sessionBoard) => createOutbox(storage, sessionBoard),
    })
    return {
      session,
      sent,
      undone,
      connect: () => {
        socket.connected = true
        heard.get('connect')?.()
      },
      /** The line is gone, which the page notices. */
      lose: () => {
        socket.connected = false
        heard.get('disconnect')?.('transport close')
      },
      take: (seq: number) => heard.get('state')?.({ ...NEW_SESSION, seq }),
      /** The server says what time it is. */
      tellTime: (server: number) => clock.splice(0).forEach((answer) => answer(server)),
      /** All that waits for its time. */
      pass: () => waits.splice(0).forEach((run) => run()),
      texts: () => sent.map(({ command }) => JSON.stringify(command).replace(/.*"text":"(\w+)".*/, '$1')),
    }
  }
  return {
    page,
    later: (milliseconds: number) => (now += milliseconds),
    kept: () => createOutbox(storage, 'S').all(),
  }
}

const DONE: Answer = { ok: true, seq: 1 }

test('what waits goes out on the next page of the session, once, in order, under its id', () => {
  const { page, kept } = window()
  const first = page()
  first.session.resume('S')
  void first.session.ask(add('one'), { waits: true })
  void first.session.ask(add('two'), { waits: true })
  const ids = kept().map(({ command }) => command.id)
  first.session.close()
  const second = page()
  second.session.resume('S')
  void second.session.ask(add('three'), { waits: true })
  second.connect()
  expect(second.texts()).toEqual(['one', 'two', 'three'])
  expect(second.sent.slice(0, 2).map(({ command }) => command.id)).toEqual(ids)
  for (const { answer } of second.sent) answer(DONE)
  expect(kept()).toEqual([])
  expect(second.undone).toEqual([])
})

test('what was asked before it was known whose session it is outlives its page as well', () => {
  const { page, kept } = window()
  const first = page()
  void first.session.ask(add('one'), { waits: true })
  first.session.resume('S')
  expect(kept()).toHaveLength(1)
  first.connect()
  expect(first.texts()).toEqual(['one'])
})

test('what is meant for a moment is refused without a line, and never kept', async () => {
  const { page, kept } = window()
  const { session, connect, sent } = page()
  session.resume('S')
  expect(await session.ask({ type: 'react', reaction: 'clap' })).toMatchObject({ code: 'away' })
  connect()
  void session.ask({ type: 'react', reaction: 'clap' })
  expect(sent).toHaveLength(1)
  expect(kept()).toEqual([])
})

test('a refusal that passes is no end of what waits: it is sent again', () => {
  const { page, kept } = window()
  const { session, connect, sent, pass } = page()
  session.resume('S')
  connect()
  void session.ask(add('one'), { waits: true })
  sent[0]?.answer({ ok: false, code: 'unavailable', message: '' })
  expect(kept()).toHaveLength(1)
  pass()
  expect(sent.map(({ command }) => command.id)).toEqual([sent[0]?.command.id, sent[0]?.command.id])
  sent[1]?.answer(DONE)
  expect(kept()).toEqual([])
})

test('what an earlier page wrote and is refused is handed back', () => {
  const { page, kept } = window()
  const first = page()
  first.session.resume('S')
  void first.session.ask(add('one'), { waits: true })
  first.session.close()
  const { session, connect, sent, undone } = page()
  session.resume('S')
  connect()
  sent[0]?.answer({ ok: false, code: 'session-full', message: '' })
  expect(undone).toMatchObject([{ command: add('one'), answer: { code: 'session-full' } }])
  expect(kept()).toEqual([])
})

test('[fault V11] [fault V12] a command says what its sender saw, and when, also when it is sent again', () => {
  const { page, later } = window()
  const { session, connect, lose, take, tellTime, sent } = page()
  session.resume('S')
  connect()
  take(7)
  tellTime(5000)
  void session.ask({ type: 'draw-theme' })
  later(3 * 60_000)
  lose()
  connect()
  take(20)
  // Whether it was done, or comes too late, the server knows.
  expect(sent).toHaveLength(2)
  for (const { command } of sent) expect(command).toMatchObject({ type: 'draw-theme', seen: 7, at: 5000 })
  void session.ask({ type: 'draw-theme' })
  expect(sent[2]?.command).toMatchObject({ seen: 20, at: 5000 + 3 * 60_000 })
})

test('[fault V11] what was written an hour ago goes out with what its sender saw then: the server knows whether it fits', () => {
  const { page, later } = window()
  const first = page()
  first.take(7)
  first.session.resume('S')
  void first.session.ask(edit('old'), { waits: true })
  first.session.close()
  later(HOUR)
  const { session, connect, take, sent, undone } = page()
  session.resume('S')
  connect()
  take(90)
  expect(sent[0]?.command).toMatchObject({ ...edit('old'), seen: 7 })
  sent[0]?.answer({ ok: false, code: 'not-now', message: '' })
  expect(undone).toMatchObject([{ command: edit('old'), answer: { code: 'not-now' } }])
})

test('an hour later nothing of an older page is written over: it is handed back, and what adds is done', () => {
  const { page, later, kept } = window()
  const first = page()
  first.session.resume('S')
  void first.session.ask(edit('old'), { waits: true })
  void first.session.ask(add('new'), { waits: true })
  first.session.close()
  later(HOUR)
  const second = page()
  second.session.resume('S')
  second.connect()
  expect(second.texts()).toEqual(['new'])
  expect(second.undone).toMatchObject([{ command: edit('old'), answer: { code: 'late' } }])
  expect(kept()).toHaveLength(1)
})
