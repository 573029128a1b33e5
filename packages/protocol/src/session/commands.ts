/**
 * What may be asked of a live session, and who may ask it (A1). Both ends ask here, so that a page never offers what the
 * server refuses. Must never decide what comes of a command: that is the server's.
 */
import { z } from 'zod'
import { ROLES, type Role } from '../roles.ts'
import { agendaCommands } from './agenda.ts'
import { attentionCommands } from './attention.ts'
import { timeSchema } from './ids.ts'
import { peopleCommands } from './people.ts'
import { roundCommands } from './rounds.ts'
import type { SessionState } from './session.ts'
import { timerCommands } from './timer.ts'
import { currentTurn, wheelCommands } from './wheel.ts'

const requestSchema = z.discriminatedUnion('type', [
  ...peopleCommands,
  ...agendaCommands,
  ...timerCommands,
  ...attentionCommands,
  ...wheelCommands,
  ...roundCommands,
])
/** What is asked, without the id by which it is asked once. */
export type Request = z.infer<typeof requestSchema>
export type CommandType = Request['type']

/** Made by who asks, and the same when they ask again: a command is carried out once. */
export const commandIdSchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/)
export const commandSchema = z
  .object({
    id: commandIdSchema,
    /** `seq` of the state that its sender saw: the server refuses a command that no longer fits, see fit.ts. */
    seen: z.int().min(0).optional(),
    /** When it was sent, by the server's clock. A command that was meant for its moment is refused when it is late. */
    at: timeSchema.optional(),
  })
  .and(requestSchema)
export type Command = z.infer<typeof commandSchema>

export const refusalCodeSchema = z.enum([
  'invalid-command',
  'not-allowed',
  'not-now',
  'late',
  'no-such-thing',
  'session-full',
  'server-full',
  'too-many-requests',
  'unavailable',
])
export type RefusalCode = z.infer<typeof refusalCodeSchema>

/** What a command is answered. `seq`: the position up to which the state has all that it did. */
export const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), seq: z.int() }),
  z.object({ ok: z.literal(false), code: refusalCodeSchema, message: z.string() }),
])
export type Answer = z.infer<typeof answerSchema>

type Rule = {
  /** Who has at least this role. */
  readonly role: Role
  /** Somebody else who may, whatever their role. */
  readonly or?: 'presenter' | 'player'
  /** It is said or done by a person of themselves, or with their view: programs may not. */
  readonly forPeople?: true
}

/** The table of role and command. */
export const RULES: Readonly<Record<CommandType, Rule>> = {
  'raise-hand': { role: 'viewer', forPeople: true },
  'lower-hand': { role: 'facilitator', or: 'presenter' },
  'be-away': { role: 'viewer', forPeople: true },
  observe: { role: 'viewer', forPeople: true },
  react: { role: 'viewer', forPeople: true },
  'add-blocks': { role: 'facilitator' },
  'edit-block': { role: 'facilitator' },
  'remove-block': { role: 'facilitator' },
  'move-block': { role: 'facilitator' },
  'start-block': { role: 'facilitator' },
  'extend-block': { role: 'facilitator' },
  'finish-block': { role: 'facilitator' },
  'take-up-block': { role: 'facilitator' },
  pivot: { role: 'facilitator' },
  'start-timer': { role: 'facilitator' },
  'add-time': { role: 'facilitator' },
  'hold-timer': { role: 'facilitator' },
  'resume-timer': { role: 'facilitator' },
  'stop-timer': { role: 'facilitator' },
  present: { role: 'facilitator', or: 'presenter' },
  lock: { role: 'facilitator' },
  'call-everyone': { role: 'facilitator', or: 'presenter', forPeople: true },
  'release-everyone': { role: 'facilitator', or: 'presenter' },
  spotlight: { role: 'facilitator', or: 'presenter' },
  'show-replay': { role: 'facilitator' },
  'end-replay': { role: 'facilitator' },
  'set-themes': { role: 'facilitator' },
  'add-theme': { role: 'editor' },
  'edit-theme': { role: 'editor' },
  'remove-theme': { role: 'editor' },
  play: { role: 'editor', forPeople: true },
  'draw-person': { role: 'facilitator' },
  'draw-theme': { role: 'facilitator', or: 'player' },
  'begin-turn': { role: 'facilitator', or: 'player' },
  'edit-turn': { role: 'editor' },
  'end-turn': { role: 'facilitator', or: 'player' },
  'turn-placed': { role: 'editor' },
  'open-round': { role: 'facilitator' },
  'join-round': { role: 'editor', forPeople: true },
  'be-ready': { role: 'editor', forPeople: true },
  'reveal-round': { role: 'facilitator' },
}

/** Whether somebody may ask this now. */
export function mayAsk(
  state: SessionState,
  person: { readonly id: string; readonly role: Role; readonly isProgram: boolean },
  type: CommandType,
): boolean {
  const { role, or, forPeople } = RULES[type]
  if (forPeople && person.isProgram) return false
  if (ROLES.indexOf(person.role) <= ROLES.indexOf(role)) return true
  if (or === 'presenter') return state.attention.presenter === person.id
  return or === 'player' && currentTurn(state.wheel)?.person === person.id
}
