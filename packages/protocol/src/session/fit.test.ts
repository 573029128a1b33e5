import { describe, expect, test } from 'vitest'
import { SESSION_COMMAND_LATE } from '../limits.ts'
import type { CommandType, Request } from './commands.ts'
import { FITS, judge, type Verdict } from './fit.ts'
import type { Happening, SessionEvent } from './session.ts'

const [KIM, LEE] = ['kim'.padEnd(22, '-'), 'lee'.padEnd(22, '-')]
const [ONE, OTHER] = ['1'.repeat(22), '2'.repeat(22)]
const BOARD = 'b'.repeat(22)
const NOW = 1_000_000
const SEEN = 10
const text = { title: 'T', format: 'talk' as const, question: '', steps: [], minutes: 5, owner: null }
const theme = { theme: 'T', who: '', what: '', where: '', plain: '' }
const add = { change: 'add' as const, text: 'x', before: null }
const edit = (line: string) => ({ change: 'edit' as const, line, text: 'x' })

/** What happened that the sender had not seen: by somebody else, a second ago. */
const after = (...happenings: Happening[]): SessionEvent[] =>
  happenings.map((happening, i) => ({ seq: SEEN + 1 + i, at: NOW - 1000, by: LEE, ...happening }))

const told = (request: Request, unseen: readonly SessionEvent[] | undefined, by = KIM): Verdict =>
  judge(request, { by, seen: SEEN, at: NOW, unseen, now: NOW })

/** One request of each type. */
const REQUESTS: { readonly [C in CommandType]: Extract<Request, { type: C }> } = {
  'raise-hand': { type: 'raise-hand', up: true },
  'lower-hand': { type: 'lower-hand', person: KIM },
  'be-away': { type: 'be-away', away: true },
  observe: { type: 'observe', observes: true },
  react: { type: 'react', reaction: 'clap' },
  'add-blocks': { type: 'add-blocks', blocks: [text] },
  'edit-block': { type: 'edit-block', block: ONE, text: { title: 'Mine' } },
  'remove-block': { type: 'remove-block', block: ONE },
  'move-block': { type: 'move-block', block: ONE, before: null },
  'start-block': { type: 'start-block', block: ONE },
  'extend-block': { type: 'extend-block', minutes: 1 },
  'finish-block': { type: 'finish-block' },
  'take-up-block': { type: 'take-up-block', block: ONE },
  pivot: { type: 'pivot', reason: 'It is down', to: text, onFreshBoard: true },
  'start-timer': { type: 'start-timer', minutes: 1 },
  'add-time': { type: 'add-time', minutes: 1 },
  'hold-timer': { type: 'hold-timer' },
  'resume-timer': { type: 'resume-timer' },
  'stop-timer': { type: 'stop-timer' },
  present: { type: 'present', person: KIM },
  lock: { type: 'lock', locked: true },
  'call-everyone': { type: 'call-everyone' },
  'release-everyone': { type: 'release-everyone' },
  spotlight: { type: 'spotlight', region: [0, 0, 1, 1] },
  'show-replay': { type: 'show-replay', seq: 1, moment: 1, speed: 0 },
  'end-replay': { type: 'end-replay' },
  'set-themes': { type: 'set-themes', themes: [theme] },
  'add-theme': { type: 'add-theme', text: theme },
  'edit-theme': { type: 'edit-theme', theme: ONE, text: { who: 'me' } },
  'remove-theme': { type: 'remove-theme', theme: ONE },
  play: { type: 'play', plays: true },
  'draw-person': { type: 'draw-person' },
  'draw-theme': { type: 'draw-theme' },
  'begin-turn': { type: 'begin-turn', minutes: 5 },
  'edit-turn': { type: 'edit-turn', turn: ONE, steps: [edit(ONE)] },
  'end-turn': { type: 'end-turn', outcome: 'answered' },
  'turn-placed': { type: 'turn-placed', turn: ONE },
  'open-round': { type: 'open-round', question: 'Why?' },
  'join-round': { type: 'join-round' },
  'be-ready': { type: 'be-ready', ready: true },
  'reveal-round': { type: 'reveal-round' },
}

/** Something of each subject that others did. */
const HAPPENINGS = {
  hand: { type: 'hand-raised', data: { person: KIM } },
  edited: { type: 'block-edited', data: { block: ONE, text: { title: 'Theirs' } } },
  parked: { type: 'block-parked', data: { block: ONE, reason: 'r' } },
  takenUp: { type: 'block-taken-up', data: { block: ONE } },
  moved: { type: 'block-moved', data: { block: ONE, before: null } },
  started: { type: 'block-started', data: { block: OTHER } },
  finished: { type: 'block-finished', data: { block: OTHER } },
  extended: { type: 'block-extended', data: { block: OTHER, minutes: 1 } },
  timer: { type: 'timer-started', data: { minutes: 1 } },
  more: { type: 'time-added', data: { minutes: 1 } },
  held: { type: 'timer-held', data: {} },
  resumed: { type: 'timer-resumed', data: {} },
  stopped: { type: 'timer-stopped', data: {} },
  presented: { type: 'presented', data: { person: LEE } },
  locked: { type: 'lock-changed', data: { locked: false } },
  called: { type: 'everyone-called', data: { person: LEE, board: null } },
  lit: { type: 'spotlight-moved', data: { region: null, board: null } },
  shown: {
    type: 'replay-shown',
    data: { person: LEE, board: null, seq: 1, moment: 1, speed: 0 },
  },
  unshown: { type: 'replay-ended', data: {} },
  themeAdded: { type: 'theme-added', data: { id: OTHER, text: theme } },
  themeEdited: { type: 'theme-edited', data: { theme: ONE, text: { who: 'them' } } },
  themeRemoved: { type: 'theme-removed', data: { theme: OTHER } },
  person: { type: 'person-drawn', data: { turn: ONE, wedges: [KIM], landed: 0 } },
  theme: { type: 'theme-drawn', data: { turn: ONE, wedges: [ONE], landed: 0, lap: 1 } },
  begun: { type: 'turn-begun', data: { turn: ONE } },
  ended: { type: 'turn-ended', data: { turn: ONE, outcome: 'passed' } },
  turnEdited: { type: 'turn-edited', data: { turn: ONE, steps: [edit(ONE)] } },
  opened: { type: 'round-opened', data: { round: ONE, question: 'q' } },
  revealed: { type: 'round-revealed', data: { round: ONE, boards: { [LEE]: BOARD } } },
  // Nothing of these takes the ground from anything.
  came: {
    type: 'came',
    data: { id: LEE, name: 'Lee', color: '#1864ab', role: 'editor', isProgram: false },
  },
  left: { type: 'left', data: { person: LEE } },
  lowered: { type: 'hand-lowered', data: { person: KIM } },
  away: { type: 'was-away', data: { person: KIM, away: true } },
  reacted: { type: 'reacted', data: { reaction: 'clap' } },
  blockAdded: { type: 'block-added', data: { id: OTHER, text, board: null } },
  blockRemoved: { type: 'block-removed', data: { block: OTHER } },
  released: { type: 'everyone-released', data: {} },
  played: { type: 'played', data: { person: LEE, plays: true } },
  placed: { type: 'turn-placed', data: { turn: ONE } },
  joined: { type: 'round-joined', data: { round: ONE, person: LEE } },
  ready: { type: 'was-ready', data: { round: ONE, person: LEE, ready: true } },
} satisfies Record<string, Happening>
type Named = keyof typeof HAPPENINGS

const BLOCK: readonly Named[] = ['parked', 'started', 'finished']
const TURN: readonly Named[] = ['person', 'theme', 'begun', 'ended']
const ROUND: readonly Named[] = ['opened', 'revealed']

/** What each command does not fit after. */
const CONFLICTS: { readonly [C in CommandType]: readonly Named[] } = {
  'raise-hand': [],
  'lower-hand': ['hand'],
  'be-away': [],
  observe: [],
  react: [],
  'add-blocks': [],
  'edit-block': ['edited'],
  'remove-block': ['edited', 'parked', 'takenUp'],
  'move-block': ['moved'],
  'start-block': [...BLOCK, 'timer'],
  'extend-block': BLOCK,
  'finish-block': [...BLOCK, 'extended'],
  'take-up-block': ['parked'],
  pivot: [...BLOCK, 'timer'],
  'start-timer': ['timer', 'more', 'held', 'resumed', 'stopped'],
  'add-time': ['timer', 'stopped'],
  'hold-timer': ['timer', 'resumed', 'stopped'],
  'resume-timer': ['timer', 'held', 'stopped'],
  'stop-timer': ['timer', 'more'],
  present: ['presented'],
  lock: ['locked'],
  'call-everyone': ['called'],
  'release-everyone': ['called'],
  spotlight: ['lit'],
  'show-replay': ['shown', 'unshown'],
  'end-replay': [],
  'set-themes': ['themeAdded', 'themeEdited', 'themeRemoved'],
  'add-theme': [],
  'edit-theme': ['themeEdited'],
  'remove-theme': ['themeEdited', 'theme'],
  play: [],
  'draw-person': ['person', 'ended'],
  'draw-theme': TURN,
  'begin-turn': [...TURN, 'timer'],
  'edit-turn': ['turnEdited'],
  'end-turn': TURN,
  'turn-placed': [],
  'open-round': ROUND,
  'join-round': ROUND,
  'be-ready': ROUND,
  'reveal-round': ROUND,
}

/** What may be done however long it was under way. */
const LASTING: ReadonlySet<CommandType> = new Set([
  'observe',
  'add-blocks',
  'edit-block',
  'remove-block',
  'move-block',
  'take-up-block',
  'set-themes',
  'add-theme',
  'edit-theme',
  'remove-theme',
  'play',
  'edit-turn',
  'turn-placed',
  'be-ready',
] satisfies CommandType[])

const types = Object.keys(FITS) as CommandType[]

describe('[fault V12] a command fits what happened since its sender looked', () => {
  test.each(types)('%s: all but what is of the same subject', (type) => {
    const refused = (Object.keys(HAPPENINGS) as Named[]).filter(
      (name) => told(REQUESTS[type], after(HAPPENINGS[name])) === 'not-now',
    )
    expect(refused.toSorted()).toEqual(CONFLICTS[type].toSorted())
    expect(told(REQUESTS[type], [])).toBe('fits')
  })

  test('what one did oneself is known to oneself, where one sends many in a row', () => {
    for (const [type, happening] of [
      ['edit-turn', 'turnEdited'],
      ['edit-block', 'edited'],
      ['edit-theme', 'themeEdited'],
      ['spotlight', 'lit'],
      ['show-replay', 'shown'],
      ['move-block', 'moved'],
    ] as const)
      expect(told(REQUESTS[type], after(HAPPENINGS[happening]), LEE)).toBe('fits')
    // A button that is pressed twice in a row is not.
    for (const [type, happening] of [
      ['draw-theme', 'theme'],
      ['start-timer', 'timer'],
      ['start-block', 'started'],
    ] as const)
      expect(told(REQUESTS[type], after(HAPPENINGS[happening]), LEE)).toBe('not-now')
  })

  test('different blocks, turns, themes, lines and properties are different subjects', () => {
    const turn = (steps: { change: 'edit'; line: string; text: string }[]): Request => ({
      type: 'edit-turn',
      turn: ONE,
      steps,
    })
    expect(told(turn([edit(OTHER)]), after(HAPPENINGS.turnEdited))).toBe('fits')
    expect(told({ type: 'edit-turn', turn: OTHER, steps: [edit(ONE)] }, after(HAPPENINGS.turnEdited))).toBe(
      'fits',
    )
    expect(told({ type: 'edit-turn', turn: ONE, links: [edit(ONE)] }, after(HAPPENINGS.turnEdited))).toBe(
      'fits',
    )
    expect(told({ type: 'edit-block', block: ONE, text: { minutes: 7 } }, after(HAPPENINGS.edited))).toBe(
      'fits',
    )
    expect(told({ type: 'edit-block', block: OTHER, text: { title: 'x' } }, after(HAPPENINGS.edited))).toBe(
      'fits',
    )
    expect(
      told({ type: 'edit-theme', theme: ONE, text: { plain: 'x' } }, after(HAPPENINGS.themeEdited)),
    ).toBe('fits')
  })

  test('without what was seen nothing is refused, as before', () => {
    const unseen = after(...Object.values(HAPPENINGS))
    for (const type of types)
      expect(judge(REQUESTS[type], { by: KIM, seen: undefined, at: undefined, unseen, now: NOW })).toBe(
        'fits',
      )
  })
})

describe('[fault V11] a command that comes late', () => {
  test.each(types)('%s: by its own time, and by the oldest event that was not seen', (type) => {
    const request = REQUESTS[type]
    const expected = LASTING.has(type) ? 'fits' : 'late'
    const sending = { by: KIM, seen: SEEN, now: NOW }
    const late = NOW - SESSION_COMMAND_LATE - 1
    const old = after(HAPPENINGS.came).map((event) => ({ ...event, at: late }))
    expect(judge(request, { ...sending, at: late, unseen: [] })).toBe(expected)
    expect(judge(request, { ...sending, at: undefined, unseen: old })).toBe(expected)
    expect(judge(request, { ...sending, seen: undefined, at: late, unseen: [] })).toBe(expected)
    expect(judge(request, { ...sending, at: NOW - SESSION_COMMAND_LATE, unseen: [] })).toBe('fits')
  })

  test('that is so far behind that nobody knows what happened: what could be overwritten is refused', () => {
    expect(told(REQUESTS['draw-theme'], undefined)).toBe('late')
    expect(told(REQUESTS['edit-turn'], undefined)).toBe('not-now')
    expect(told({ type: 'edit-turn', turn: ONE, steps: [add] }, undefined)).toBe('fits')
    expect(told({ type: 'edit-block', block: ONE, steps: [add] }, undefined)).toBe('fits')
    expect(told(REQUESTS['add-theme'], undefined)).toBe('fits')
  })

  test('that names the replay which it ends may end that at any time', () => {
    const sending = { by: KIM, seen: SEEN, at: 0, unseen: [], now: NOW }
    expect(judge({ type: 'end-replay', since: 5 }, sending)).toBe('fits')
    expect(judge({ type: 'end-replay' }, sending)).toBe('late')
  })
})
