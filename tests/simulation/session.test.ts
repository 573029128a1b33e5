/**
 * A live session in which people of all roles do anything at any time, over lines that are late and break, on a database
 * that fails and a server that crashes: whatever happens, every client ends with the server's state, nothing is done
 * twice, and nobody did what the table forbids. `SEEDS` and `SEED` as in simulation.test.ts.
 */
import { describe, expect, test } from 'vitest'
import { ROLES, type Role } from '@gamelan/protocol/roles'
import type { BlockText } from '@gamelan/protocol/session/agenda'
import { RULES, type Command, type Request } from '@gamelan/protocol/session/commands'
import { continuation } from '@gamelan/protocol/session/continued'
import type { Line, LineRequest } from '@gamelan/protocol/session/lines'
import {
  applyEvent,
  NEW_SESSION,
  sessionEventSchema,
  sessionStateSchema,
  type Happening,
  type SessionEvent,
  type SessionState,
} from '@gamelan/protocol/session/session'
import { currentTurn } from '@gamelan/protocol/session/wheel'
import { BOARD, heard, personId, setUp } from '../../apps/server/src/live/live.fake.ts'
import { Random } from './random.ts'

const { SEED, SEEDS } = process.env
const FIRST = Number(SEED ?? 1)
const COUNT = Number(SEEDS ?? (SEED === undefined ? 40 : 1))
const seeds = Array.from({ length: COUNT }, (_, i) => FIRST + i)

const STEPS = 300
/** An id of nobody and nothing. */
const NOBODY = 'n'.repeat(22)
const EVERY_ROLE = ['facilitator', 'editor', 'viewer'] as const satisfies readonly Role[]
const NAMES = ['ada', 'ben', 'cho', 'dia', 'eli', 'fay'] as const
/** One that came by the key of a link. */
const PROGRAM = 'fay'

/** Changes of a list of lines as somebody sees it, who may be late. */
function someLines(random: Random, lines: readonly Line[] = [], text = ''): LineRequest[] {
  const line = () => random.pick(NOBODY, ...lines.map(({ id }) => id))
  return Array.from({ length: random.between(0, 3) }, () =>
    random.pick<LineRequest>(
      { change: 'add', text: `${text}${random.between(0, 99)}`, before: random.pick(null, line()) },
      { change: 'add', text: `${text}${random.between(0, 99)}`, before: null },
      { change: 'edit', line: line(), text: `${text}${random.between(0, 99)}` },
      { change: 'remove', line: line() },
    ),
  )
}

/** An edit of a block or a turn, line by line. */
function someEdit(random: Random, { agenda, wheel }: SessionState): Request {
  const block = random.pick(undefined, ...agenda)
  const turn = random.pick(undefined, ...wheel.turns)
  return random.pick<Request>(
    {
      type: 'edit-block',
      block: block?.id ?? NOBODY,
      ...(random.chance(0.5) && { text: { title: 'Another' } }),
      steps: someLines(random, block?.steps),
    },
    {
      type: 'edit-turn',
      turn: turn?.id ?? NOBODY,
      ...(random.chance(0.5) && { text: { note: 'Another' } }),
      steps: someLines(random, turn?.steps),
      links: someLines(random, turn?.links, 'https://example.org/'),
    },
  )
}

/** Something that could be asked in this state, sensible or not. */
function anyRequest(random: Random, state: SessionState): Request {
  const person = random.pick(NOBODY, ...Object.keys(state.people.people))
  const block = random.pick(NOBODY, ...state.agenda.map(({ id }) => id))
  const theme = random.pick(NOBODY, ...state.wheel.themes.map(({ id }) => id))
  const turn = random.pick(NOBODY, ...state.wheel.turns.map(({ id }) => id))
  const text = {
    title: `Block ${random.between(0, 99)}`,
    format: 'talk' as const,
    question: '',
    steps: ['One', 'Two'].slice(random.between(0, 2)),
    minutes: 1 + random.between(0, 19),
    owner: null,
  } satisfies BlockText
  const themeText = {
    theme: `Theme ${random.between(0, 7)}`,
    who: 'Who?',
    what: 'What?',
    where: 'Where?',
    plain: '',
  }
  const boards = [undefined, BOARD, NOBODY, ...state.agenda.map(({ board }) => board ?? undefined)]
  const board = random.oneOf(boards)
  const on = board === undefined ? {} : { board }
  return random.pick<Request>(
    { type: 'raise-hand', up: random.chance(0.7) },
    { type: 'lower-hand', person },
    { type: 'be-away', away: random.chance(0.3) },
    { type: 'observe', observes: random.chance(0.3) },
    { type: 'react', reaction: 'clap' },
    { type: 'add-blocks', blocks: [text, text].slice(random.between(0, 1)) },
    { type: 'remove-block', block },
    { type: 'move-block', block, before: random.pick(null, ...state.agenda.map(({ id }) => id)) },
    { type: 'start-block', block },
    { type: 'extend-block', minutes: 1 },
    { type: 'finish-block' },
    { type: 'take-up-block', block },
    { type: 'pivot', reason: 'Something came up', to: text, onFreshBoard: random.chance(0.5), ...on },
    { type: 'start-timer', minutes: 2 },
    { type: 'add-time', minutes: 1 },
    { type: 'hold-timer' },
    { type: 'resume-timer' },
    { type: 'stop-timer' },
    { type: 'present', person: random.pick(null, person) },
    { type: 'lock', locked: random.chance(0.5) },
    { type: 'call-everyone', ...on },
    { type: 'release-everyone' },
    { type: 'spotlight', region: random.pick(null, [0, 0, random.between(0, 99), 50]), ...on },
    { type: 'show-replay', seq: random.between(0, 99), moment: 0, speed: 1, ...on },
    { type: 'end-replay' },
    { type: 'set-themes', themes: [themeText] },
    { type: 'add-theme', text: themeText },
    { type: 'edit-theme', theme, text: { plain: 'In plain words' } },
    { type: 'remove-theme', theme },
    { type: 'play', plays: random.chance(0.8) },
    { type: 'draw-person' },
    { type: 'draw-theme' },
    { type: 'begin-turn', minutes: 10 },
    someEdit(random, state),
    { type: 'end-turn', outcome: 'answered', note: 'So it was' },
    { type: 'turn-placed', turn },
    { type: 'open-round', question: 'What do you see?' },
    { type: 'join-round' },
    { type: 'be-ready', ready: random.chance(0.8) },
    { type: 'reveal-round' },
  )
}

type Asked = { readonly command: Command; readonly person: string }

async function run(seed: number, begins?: Happening) {
  const random = new Random(seed)
  const { connect, clock, failing, log, newId, restart } = setUp({
    draw: (count) => random.between(0, count - 1),
    begins,
  })
  type Client = Awaited<ReturnType<typeof connect>>
  const roles = new Map<string, Role>(NAMES.map((name) => [name, random.pick(...EVERY_ROLE)]))
  roles.set('ada', 'facilitator')
  const clients = new Map<string, Client>()
  const views = new Map<string, SessionState>()
  const asked: Asked[] = []
  const answers: Promise<unknown>[] = []

  async function come(name: string) {
    const view = views.get(name)
    const client = await connect(name, roles.get(name), {
      from: random.chance(0.8) ? view : undefined,
      isProgram: name === PROGRAM,
    })
    clients.set(name, client)
  }
  function go(name: string) {
    const gone = clients.get(name)
    if (gone === undefined) return
    views.set(name, gone.client.state)
    gone.leave()
    clients.delete(name)
  }

  for (let step = 0; step < STEPS; step++) {
    const name = random.pick(...NAMES)
    const client = clients.get(name)
    const dice = random.between(0, 99)
    if (client?.client.ended === true) go(name)
    else if (client === undefined) await come(name)
    else if (dice < 5) go(name)
    else if (dice < 7) {
      for (const each of NAMES) go(each)
      restart()
    } else if (dice < 9) failing.appends = 1
    else if (dice < 11) {
      roles.set(name, random.pick(...EVERY_ROLE))
      client.become(roles.get(name) ?? 'viewer')
    } else if (dice < 14) client.resync()
    else if (dice < 18) clock.advance(random.between(0, 14999))
    else {
      // Sometimes one that was asked before is asked again: its answer was lost.
      const again = asked.filter(({ person }) => person === client.client.id)
      const command =
        again.length > 0 && random.chance(0.15)
          ? (random.oneOf(again)?.command ?? { id: newId(), type: 'stop-timer' as const })
          : { id: newId(), ...(random.chance(0.2) ? someEdit : anyRequest)(random, client.client.state) }
      asked.push({ command, person: client.client.id })
      answers.push(client.command(command))
    }
    if (random.chance(0.3)) await heard()
  }
  failing.appends = 0
  await Promise.all(answers)
  for (const name of NAMES)
    if (!clients.has(name) || clients.get(name)?.client.ended === true) await come(name)
  await heard()
  clock.advance(1000)
  await heard()
  return { log, clients, asked }
}

/** The board other than the session's own on which it happened. */
function boardIn({ type, data }: Happening): string | null {
  const isPlaced = type === 'everyone-called' || type === 'spotlight-moved' || type === 'replay-shown'
  return isPlaced ? data.board : null
}

/** What each line says, by what it belongs to. */
function linesOf({ agenda, wheel }: SessionState): Map<string, string> {
  const blocks = agenda.flatMap(({ id, steps }) =>
    steps.map((line) => [`${id} ${line.id}`, line.text] as const),
  )
  const turns = wheel.turns.flatMap(({ id, steps, links }) =>
    [...steps, ...links].map((line) => [`${id} ${line.id}`, line.text] as const),
  )
  return new Map([...blocks, ...turns])
}

/** Lines that an event changed, and does not name. */
function lineFaults(event: SessionEvent, before: SessionState, after: SessionState): string[] {
  const expected = linesOf(before)
  if (event.type === 'continued' || event.type === 'block-added' || event.type === 'block-removed') return []
  if (event.type === 'turn-edited' || event.type === 'block-edited') {
    const thing = event.type === 'turn-edited' ? event.data.turn : event.data.block
    const links = event.type === 'turn-edited' ? event.data.links : []
    for (const change of [...(event.data.steps ?? []), ...(links ?? [])]) {
      const key = `${thing} ${change.line}`
      if (change.change === 'remove') expected.delete(key)
      else expected.set(key, change.text)
    }
  }
  const lines = linesOf(after)
  const wrong = [...expected].filter(([key, text]) => lines.get(key) !== text)
  const isMore = lines.size > expected.size
  return wrong.length > 0 || isMore
    ? [`event ${event.seq} (${event.type}) changed lines that it does not name`]
    : []
}

/** What the log says that somebody did without the right to, or twice. */
function faultsOf({ log, asked }: Awaited<ReturnType<typeof run>>): string[] {
  const faults: string[] = []
  const done = new Set<string>()
  let state = NEW_SESSION
  let before = state
  for (const { event, command } of log) {
    if (!sessionEventSchema.safeParse(JSON.parse(JSON.stringify(event))).success)
      faults.push(`event ${event.seq} (${event.type}) is not as its schema says`)
    const last = state
    state = applyEvent(state, event)
    const named = boardIn(event)
    if (named !== null && !state.agenda.some(({ board }) => board === named))
      faults.push(`event ${event.seq} (${event.type}) is on a board that is none of the session`)
    faults.push(...lineFaults(event, last, state))
    if (event.type === 'continued' && event.seq > 1) faults.push('it went on from another in its midst')
    if (event.by === null) {
      before = state
      continue
    }
    if (command === undefined) continue
    const key = `${event.by} ${command}`
    if (done.has(key)) faults.push(`${key} was carried out twice`)
    done.add(key)
    const causes = asked.filter((item) => item.command.id === command && item.person === event.by)
    const role = before.people.people[event.by]?.role ?? 'viewer'
    const isAllowed = causes.some(({ command: { type }, person }) => {
      const { role: least, or, forPeople } = RULES[type]
      if (forPeople && before.people.people[person]?.isProgram) return false
      if (ROLES.indexOf(role) <= ROLES.indexOf(least)) return true
      if (or === 'presenter') return before.attention.presenter === person
      return or === 'player' && currentTurn(before.wheel)?.person === person
    })
    if (!isAllowed) faults.push(`event ${event.seq} (${event.type}) was not theirs to make`)
    before = state
  }
  if (!sessionStateSchema.safeParse(JSON.parse(JSON.stringify(state))).success)
    faults.push('the state is not as its schema says')
  const program = personId(PROGRAM)
  const isDrawn = state.rounds.some(({ drawers }) => program in drawers)
  if (isDrawn || state.wheel.turns.some(({ person }) => person === program))
    faults.push('a program had a turn, or a board of its own')
  if (state.agenda.filter((block) => block.state === 'running').length > 1) faults.push('two blocks run')
  return faults
}

const stateOf = ({ log }: Awaited<ReturnType<typeof run>>): SessionState =>
  log.reduce((before, { event }) => applyEvent(before, event), NEW_SESSION)

describe('[A1] a live session, whatever is asked of it', () => {
  test.each(seeds)('seed %i', async (seed) => {
    const outcome = await run(seed)
    expect(faultsOf(outcome)).toEqual([])
    const state = stateOf(outcome)
    expect(state.seq).toBeGreaterThan(10)
    for (const { client } of outcome.clients.values()) expect(client.state).toEqual(state)
  })

  test.each(seeds.filter((seed) => COUNT === 1 || seed % 4 === 0))(
    'seed %i, and the session after it in its series',
    async (seed) => {
      const last = stateOf(await run(seed))
      const begins = continuation(last)
      const outcome = await run(seed + 1_000_000, begins)
      expect(faultsOf(outcome)).toEqual([])
      const state = stateOf(outcome)
      for (const { client } of outcome.clients.values()) expect(client.state).toEqual(state)
      // Who was counted stays counted, and what was parked is parked or was taken up since, by whoever might.
      for (const [person, turns] of Object.entries(last.wheel.counts))
        expect(state.wheel.counts[person]).toBeGreaterThanOrEqual(turns)
      const drawn = Object.values(state.wheel.counts).reduce((sum, turns) => sum + turns, 0)
      const before = Object.values(last.wheel.counts).reduce((sum, turns) => sum + turns, 0)
      expect(drawn).toBe(before + state.wheel.turns.length)
      const removed = new Set(
        outcome.log.flatMap(({ event }) => (event.type === 'block-removed' ? [event.data.block] : [])),
      )
      for (const { id, state: was } of last.agenda) {
        const goesOn = state.agenda.some((block) => block.id === id)
        expect([id, goesOn]).toEqual([id, (was === 'planned' || was === 'parked') && !removed.has(id)])
      }
    },
  )
})
