/**
 * Whether a command still fits the session when it reaches the server, judged by the events that its sender had not seen.
 * Pure. Must never let a command undo, repeat or overwrite what its sender did not know of.
 */
import { SESSION_COMMAND_LATE } from '../limits.ts'
import type { Command, CommandType, Request } from './commands.ts'
import type { LineRequest } from './lines.ts'
import type { SessionEvent } from './session.ts'

type EventType = SessionEvent['type']
type RequestOf<C extends CommandType> = Extract<Request, { type: C }>
type EventOf<E extends EventType> = Extract<SessionEvent, { type: E }>

/** `isOwn`: the sender of the command made the event happen, by an earlier command. */
type Conflicts<C extends CommandType, E extends EventType> = (
  request: RequestOf<C>,
  event: EventOf<E>,
  isOwn: boolean,
) => boolean

export type Fit<C extends CommandType> = {
  /** The events after `seen` with which the command does not fit any more; `true`: each of this type. */
  readonly conflicts: { readonly [E in EventType]?: true | Conflicts<C, E> }
  /** Requests of this type that fit whatever happened. */
  readonly commutes?: (request: RequestOf<C>) => boolean
  /** Meant for the moment in which it was sent: minutes later it would surprise everybody. */
  readonly momentary: boolean | ((request: RequestOf<C>) => boolean)
}

const ofOthers = (_request: unknown, _event: unknown, isOwn: boolean) => !isOwn

const sameBlock = (request: { block: string }, { data }: { data: { block: string } }) =>
  data.block === request.block
const sameBlockOfOthers = (request: { block: string }, event: { data: { block: string } }, isOwn: boolean) =>
  !isOwn && sameBlock(request, event)

const sameTheme = (request: { theme: string }, { data }: { data: { theme: string } }) =>
  data.theme === request.theme

/** Whether two changes name a property that is written as a whole. */
const sameField = (one: object = {}, other: object = {}) => Object.keys(one).some((name) => name in other)

type Lines = readonly LineRequest[] | undefined

/** Whether two changes of a list write the same line. */
const sameLine = (one: Lines = [], other: Lines = []) => {
  const written = new Set(one.flatMap((change) => (change.change === 'add' ? [] : [change.line])))
  return other.some((change) => change.change !== 'add' && written.has(change.line))
}

const onlyAdds = (lines: Lines = []) => lines.every(({ change }) => change === 'add')

/** Another block runs than the sender saw. */
const OTHER_BLOCK = { 'block-started': true, 'block-finished': true, 'block-parked': true } as const
/** It is another turn than the sender saw, or it has gone on. */
const OTHER_TURN = {
  'person-drawn': true,
  'theme-drawn': true,
  'turn-begun': true,
  'turn-ended': true,
} as const
/** Another round is open than the sender saw. */
const OTHER_ROUND = { 'round-opened': true, 'round-revealed': true } as const

/** The table. A command that changes nothing more is answered `ok` before it is looked at. */
export const FITS: { readonly [C in CommandType]: Fit<C> } = {
  'raise-hand': { conflicts: {}, momentary: true },
  'lower-hand': {
    conflicts: { 'hand-raised': (request, { data }) => data.person === request.person },
    momentary: true,
  },
  'be-away': { conflicts: {}, momentary: true },
  observe: { conflicts: {}, momentary: false },
  react: { conflicts: {}, momentary: true },

  'add-blocks': { conflicts: {}, momentary: false },
  'edit-block': {
    conflicts: {
      'block-edited': (request, event, isOwn) =>
        sameBlockOfOthers(request, event, isOwn) &&
        (sameField(request.text, event.data.text) || sameLine(request.steps, event.data.steps)),
    },
    commutes: ({ text, steps }) => text === undefined && onlyAdds(steps),
    momentary: false,
  },
  'remove-block': {
    conflicts: {
      'block-edited': sameBlockOfOthers,
      'block-parked': sameBlock,
      'block-taken-up': sameBlockOfOthers,
    },
    momentary: false,
  },
  'move-block': { conflicts: { 'block-moved': sameBlockOfOthers }, momentary: false },
  'start-block': { conflicts: { ...OTHER_BLOCK, 'timer-started': true }, momentary: true },
  'extend-block': { conflicts: OTHER_BLOCK, momentary: true },
  'finish-block': { conflicts: { ...OTHER_BLOCK, 'block-extended': ofOthers }, momentary: true },
  'take-up-block': { conflicts: { 'block-parked': sameBlock }, momentary: false },
  pivot: { conflicts: { ...OTHER_BLOCK, 'timer-started': true }, momentary: true },

  'start-timer': {
    conflicts: {
      'timer-started': true,
      'time-added': true,
      'timer-held': true,
      'timer-resumed': true,
      'timer-stopped': true,
    },
    momentary: true,
  },
  'add-time': { conflicts: { 'timer-started': true, 'timer-stopped': true }, momentary: true },
  'hold-timer': {
    conflicts: { 'timer-started': true, 'timer-resumed': true, 'timer-stopped': true },
    momentary: true,
  },
  'resume-timer': {
    conflicts: { 'timer-started': true, 'timer-held': true, 'timer-stopped': true },
    momentary: true,
  },
  'stop-timer': { conflicts: { 'timer-started': true, 'time-added': ofOthers }, momentary: true },

  present: { conflicts: { presented: true }, momentary: true },
  lock: { conflicts: { 'lock-changed': true }, momentary: true },
  'call-everyone': { conflicts: { 'everyone-called': true }, momentary: true },
  'release-everyone': { conflicts: { 'everyone-called': true }, momentary: true },
  // Whoever drags the spotlight, or leads a replay, sends many in a row.
  spotlight: { conflicts: { 'spotlight-moved': ofOthers }, momentary: true },
  'show-replay': {
    conflicts: { 'replay-shown': ofOthers, 'replay-ended': ofOthers },
    momentary: true,
  },
  // With `since` it names the replay that it ends, and ends no other.
  'end-replay': { conflicts: {}, momentary: ({ since }) => since === undefined },

  'set-themes': {
    conflicts: { 'theme-added': ofOthers, 'theme-edited': ofOthers, 'theme-removed': ofOthers },
    momentary: false,
  },
  'add-theme': { conflicts: {}, momentary: false },
  'edit-theme': {
    conflicts: {
      'theme-edited': (request, event, isOwn) =>
        !isOwn && sameTheme(request, event) && sameField(request.text, event.data.text),
    },
    momentary: false,
  },
  'remove-theme': {
    conflicts: {
      'theme-edited': (request, event, isOwn) => !isOwn && sameTheme(request, event),
      'theme-drawn': ({ theme }, { data }) => data.wedges[data.landed] === theme,
    },
    momentary: false,
  },
  play: { conflicts: {}, momentary: false },
  'draw-person': { conflicts: { 'person-drawn': true, 'turn-ended': true }, momentary: true },
  'draw-theme': { conflicts: OTHER_TURN, momentary: true },
  'begin-turn': { conflicts: { ...OTHER_TURN, 'timer-started': true }, momentary: true },
  'edit-turn': {
    conflicts: {
      'turn-edited': (request, { data }, isOwn) =>
        !isOwn &&
        data.turn === request.turn &&
        (sameField(request.text, data.text) ||
          sameLine(request.steps, data.steps) ||
          sameLine(request.links, data.links)),
    },
    commutes: ({ text, steps, links }) => text === undefined && onlyAdds(steps) && onlyAdds(links),
    momentary: false,
  },
  'end-turn': { conflicts: OTHER_TURN, momentary: true },
  'turn-placed': { conflicts: {}, momentary: false },

  'open-round': { conflicts: OTHER_ROUND, momentary: true },
  'join-round': { conflicts: OTHER_ROUND, momentary: true },
  'be-ready': { conflicts: OTHER_ROUND, momentary: false },
  'reveal-round': { conflicts: OTHER_ROUND, momentary: true },
}

/** How a command was sent. */
export type Sending = {
  /** Who sent it. */
  readonly by: string
  /** What it carries, see `commandSchema`. */
  readonly seen: Command['seen']
  readonly at: Command['at']
  /** The events after `seen`, in order. undefined: there are more than are kept. Not looked at without `seen`. */
  readonly unseen: readonly SessionEvent[] | undefined
  /** The server's time, in milliseconds since 1970. */
  readonly now: number
}

export type Verdict = 'fits' | 'not-now' | 'late'

/** Judges a command that carries neither `seen` nor `at` as fitting, as before there were these. */
export function judge(request: Request, sending: Sending): Verdict {
  // Each entry of the table takes the request of its own type.
  const fit = FITS[request.type] as Fit<CommandType>
  const isMomentary = typeof fit.momentary === 'function' ? fit.momentary(request) : fit.momentary
  if (isMomentary && isLate(sending)) return 'late'
  return sending.seen === undefined || !isTaken(fit, request, sending) ? 'fits' : 'not-now'
}

/** By its own time, and by the oldest event that its sender had not seen. */
function isLate({ seen, at, unseen, now }: Sending): boolean {
  if (at !== undefined && now - at > SESSION_COMMAND_LATE) return true
  if (seen === undefined) return false
  const [first] = unseen ?? []
  return unseen === undefined || (first !== undefined && now - first.at > SESSION_COMMAND_LATE)
}

function isTaken(fit: Fit<CommandType>, request: Request, { by, unseen }: Sending): boolean {
  if (Object.keys(fit.conflicts).length === 0 || fit.commutes?.(request) === true) return false
  if (unseen === undefined) return true
  return unseen.some((event) => {
    const conflict = fit.conflicts[event.type] as true | Conflicts<CommandType, EventType> | undefined
    return conflict === true || conflict?.(request, event, event.by === by) === true
  })
}
