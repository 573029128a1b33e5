/** Lists of lines as events tell of them: by line, and whole in events that were stored before lines had ids. */
import { expect, test } from 'vitest'
import { commandSchema } from './commands.ts'
import { changedLines, type Line } from './lines.ts'
import { applyEvent, NEW_SESSION, sessionEventSchema, sessionStateSchema } from './session.ts'

const id = (letter: string) => letter.repeat(22)
const [mina, turn, block, a, b] = ['m', 't', 'k', 'a', 'b'].map(id)
const texts = (lines: readonly Line[] | undefined) => lines?.map(({ text }) => text)

/** The state after events as they lie in the database. */
function after(...all: { type: string; data: unknown }[]) {
  const state = all.reduce(
    (before, one, i) =>
      applyEvent(before, sessionEventSchema.parse({ seq: i + 1, at: 1000 * i, by: null, ...one })),
    NEW_SESSION,
  )
  return sessionStateSchema.parse(JSON.parse(JSON.stringify(state)))
}

const drawn = { type: 'person-drawn', data: { turn, wedges: [mina], landed: 0 } }
const added = {
  type: 'block-added',
  data: {
    id: block,
    text: { title: 'T', format: 'talk', question: '', steps: ['one', 'two'], minutes: 5, owner: null },
    board: null,
  },
}

test('lines are added, edited and removed one by one', () => {
  const lines = changedLines(
    [],
    [
      { change: 'add', line: 'x', text: 'X', before: null },
      { change: 'add', line: 'y', text: 'Y', before: 'x' },
      { change: 'add', line: 'z', text: 'Z', before: 'not there' },
      { change: 'edit', line: 'x', text: 'X!' },
      { change: 'edit', line: 'not there', text: '?' },
      { change: 'remove', line: 'y' },
      { change: 'remove', line: 'y' },
    ],
  )
  expect(lines).toEqual([
    { id: 'x', text: 'X!' },
    { id: 'z', text: 'Z' },
  ])
})

test('an event that was stored with whole lists is read, and its lines can be edited', () => {
  const before = [
    drawn,
    {
      type: 'turn-edited',
      data: { turn, text: { question: 'who', steps: ['one', 'two'], links: ['https://example.org/'] } },
    },
    { type: 'turn-edited', data: { turn, text: { note: 'The platform team' } } },
  ]
  const [read] = after(...before).wheel.turns
  expect([read?.question, read?.note, texts(read?.steps), texts(read?.links)]).toEqual([
    'who',
    'The platform team',
    ['one', 'two'],
    ['https://example.org/'],
  ])
  // Whoever reads it calls its lines the same.
  expect(after(...before)).toEqual(after(...before))
  const [first, second] = read?.steps ?? []
  const [edited] = after(...before, {
    type: 'turn-edited',
    data: {
      turn,
      steps: [
        { change: 'edit', line: second?.id, text: 'TWO' },
        { change: 'add', line: a, text: 'three', before: null },
        { change: 'remove', line: first?.id },
      ],
    },
  }).wheel.turns
  expect(texts(edited?.steps)).toEqual(['TWO', 'three'])
  expect(texts(edited?.links)).toEqual(['https://example.org/'])
})

test('the steps of a block have ids from the first, also where an older event holds them whole', () => {
  const [read] = after(added).agenda
  expect(texts(read?.steps)).toEqual(['one', 'two'])
  expect(new Set(read?.steps.map((line) => line.id)).size).toBe(2)
  const [whole] = after(added, { type: 'block-edited', data: { block, text: { steps: ['three'] } } }).agenda
  expect(texts(whole?.steps)).toEqual(['three'])
  const [edited] = after(added, {
    type: 'block-edited',
    data: {
      block,
      text: { title: 'U' },
      steps: [{ change: 'add', line: b, text: 'x', before: read?.steps[0]?.id }],
    },
  }).agenda
  expect([edited?.title, texts(edited?.steps)]).toEqual(['U', ['x', 'one', 'two']])
})

test('a session goes on from one whose steps had no ids', () => {
  const { text, board } = added.data
  const planned = {
    ...text,
    id: block,
    board,
    state: 'planned',
    startedAt: null,
    endedAt: null,
    reason: null,
  }
  const wheel = { themes: [], lap: 1, counts: {} }
  const older = after({ type: 'continued', data: { agenda: [planned], wheel } })
  expect(texts(older.agenda[0]?.steps)).toEqual(['one', 'two'])
  // And from one whose steps have them: they keep them.
  const steps = [{ id: a, text: 'one' }]
  expect(
    after({ type: 'continued', data: { agenda: [{ ...planned, steps }], wheel } }).agenda[0]?.steps,
  ).toEqual(steps)
})

test('a command that sends a list whole is not understood, rather than half done', () => {
  const asked = { id: 'c'.repeat(16), type: 'edit-turn', turn }
  const { success } = commandSchema.safeParse({ ...asked, text: { question: 'who' } })
  expect(success).toBe(true)
  expect(commandSchema.safeParse({ ...asked, text: { steps: ['one'] } }).success).toBe(false)
  expect(commandSchema.safeParse({ ...asked, steps: ['one'] }).success).toBe(false)
  const link = (text: string) => ({ ...asked, links: [{ change: 'add', text, before: null }] })
  expect(commandSchema.safeParse(link('https://example.org/')).success).toBe(true)
  expect(commandSchema.safeParse(link('javascript:alert(1)')).success).toBe(false)
})
