/**
 * One board's live session in memory: commands one after the other, each decided on the state that those before it leave,
 * committed in groups, and only then told and answered. Must never tell what is not committed, nor carry a command out
 * twice; and where somebody else has appended to its events it ends, and everybody connects anew.
 */
import type { Answer, Command } from '@gamelan/protocol/session/commands'
import { judge, type Verdict } from '@gamelan/protocol/session/fit'
import {
  applyEvent,
  type Happening,
  type SessionEvent,
  type SessionState,
} from '@gamelan/protocol/session/session'
import type { Clock } from '../clock.ts'
import { isTaken } from '../database/failures.ts'
import { GamelanError } from '../errors.ts'
import type { Log } from '../log.ts'
import { createAttendance, type Attendant } from './attendance.ts'
import { decide } from './decide/decide.ts'
import { isRefusal, refuse, type Circumstances, type Refusal } from './decide/decision.ts'
import { boardsMadeBy, type Prepare } from './prepare.ts'
import type { Entry, Store } from './store.ts'
import type { LiveHandle, Member } from './types.ts'

/** Commands that are committed together at most. */
const TOGETHER = 100
/** Events that are kept for clients that reconnect and for judging commands, and commands whose answers are kept. */
const RECENT_EVENTS = 1000
const RECENT_COMMANDS = 5000
/** Events after which the whole state is kept. */
const KEEP_EVERY = 200
/** Milliseconds until a commit that failed is tried again, where it was of who is here. */
const RETRY = 1000

const UNAVAILABLE: Answer = {
  ok: false,
  code: 'unavailable',
  message: 'This could not be saved, and was not done. Try again in a moment.',
}

const MISFITS: Readonly<Record<Exclude<Verdict, 'fits'>, Refusal>> = {
  'not-now': refuse(
    'not-now',
    'The session changed before this arrived. Look at it as it is now, then ask again.',
  ),
  late: refuse('late', 'This arrived too late and was not done. Ask again if it still makes sense.'),
}

const SERVER_FULL: Answer = {
  ok: false,
  code: 'server-full',
  message: 'The server is full and makes no new boards. Drawing on existing boards goes on.',
}

export type SessionParts = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly newId: () => string
  readonly draw: Circumstances['draw']
  readonly prepare: Prepare
  /** Called for what was committed, in order. Must not throw. */
  readonly happened: (boardId: string, events: readonly SessionEvent[], state: SessionState) => void
}

export type Session = {
  join(member: Member): LiveHandle
  /** Resolves when all that was asked until now is committed or refused. */
  settled(): Promise<void>
  /** As far as it is committed. */
  state(): SessionState
}

type Job = {
  readonly attendant: Attendant
  readonly command: Command
  readonly answer: (answer: Answer) => void
}

/** What a group of jobs comes to, before it is committed. */
type Outcome = { readonly job: Job; readonly answer: Answer }

/** Takes what happens, from a person or from the server (null). The last event of a command carries its id. */
type Stamp = (happening: Happening, by: string | null, made?: Omit<Entry, 'event'>) => void

const keyOf = ({ attendant, command }: Job) => `${attendant.participant.id} ${command.id}`

/** @param ended called once, when the session cannot go on */
export function createSession(
  boardId: string,
  loaded: SessionState,
  { store, clock, log: parentLog, newId, draw, prepare, happened }: SessionParts,
  ended: () => void,
): Session {
  const log = parentLog.child({ board: boardId })
  const attendance = createAttendance(clock)
  const members = new Map<Member, Attendant>()
  const remembered = new Map<string, number>()
  let state = loaded
  let keptSeq = loaded.seq
  let recent: SessionEvent[] = []
  let jobs: Job[] = []
  let open = true
  /** Something has changed since the last look: a command, or who is here. */
  let isAsked = false
  let working: Promise<void> | undefined
  let stopWaiting: (() => void) | undefined

  function wake(): void {
    if (!open) return
    isAsked = true
    working ??= work().finally(() => {
      working = undefined
      if (isAsked) wake()
    })
  }

  function wakeIn(milliseconds: number): void {
    stopWaiting?.()
    stopWaiting = clock.after(milliseconds, wake)
  }

  /** Never rejects. */
  async function work(): Promise<void> {
    do {
      isAsked = false
      const group = jobs.splice(0, TOGETHER)
      const before = state
      let next = before
      const entries: Entry[] = []
      const outcomes: Outcome[] = []
      const stamp: Stamp = (happening, by, made = { command: undefined }) => {
        const event: SessionEvent = { seq: next.seq + 1, at: clock.now(), by, ...happening }
        next = applyEvent(next, event)
        entries.push({ event, ...made })
      }
      // Before each command anew: whoever has another role meanwhile is decided on by that, and the events say so.
      const attend = () => {
        for (const happening of attendance.differences(next)) stamp(happening, null)
      }
      attend()
      const inGroup = new Map<string, Answer>()
      for (const job of group) {
        attend()
        const known = remembered.get(keyOf(job))
        const answer: Answer =
          known === undefined
            ? (inGroup.get(keyOf(job)) ??
              (await answerOf(job, next, { entries, stamp, seq: () => next.seq })))
            : { ok: true, seq: known }
        inGroup.set(keyOf(job), answer)
        outcomes.push({ job, answer })
      }
      if (!(await commit(entries, next, outcomes))) return
    } while (isAsked || jobs.length > 0)
    const leaving = attendance.nextLeaving(state)
    if (leaving !== undefined) wakeIn(leaving)
  }

  /** @param group what the commands before this one in its group came to, which is not committed yet */
  async function answerOf(
    job: Job,
    now: SessionState,
    group: { readonly entries: readonly Entry[]; readonly stamp: Stamp; readonly seq: () => number },
  ): Promise<Answer> {
    const { attendant, command } = job
    const { id, seen, at, ...request } = command
    const { participant } = attendant
    // After a reconnect the role of the newest connection wins: the events say so.
    const asker = now.people.people[participant.id]
    // Gone again before they were in the session.
    if (asker === undefined) return UNAVAILABLE
    const circumstances: Circumstances = { asker, board: boardId, newId, draw }
    try {
      const prepared = await prepare(boardId, now, request, circumstances)
      const decision = decide(now, request, { ...circumstances, ...prepared })
      if (isRefusal(decision)) return await refused(job, decision)
      if (decision.length > 0) {
        const unseen = seen === undefined ? [] : await eventsAfter(seen, now, group.entries)
        const verdict = judge(request, { by: participant.id, seen, at, unseen, now: clock.now() })
        if (verdict !== 'fits') return await refused(job, MISFITS[verdict])
      }
      const boards = boardsMadeBy(decision, now, { asker, sessionBoardId: boardId, newId, ...prepared })
      decision.forEach((happening, i) => {
        group.stamp(
          happening,
          participant.id,
          i === decision.length - 1 ? { command: id, boards } : undefined,
        )
      })
      return { ok: true, seq: group.seq() }
    } catch (error) {
      if (error instanceof GamelanError && error.code === 'server-full') return SERVER_FULL
      log.error({ err: error, visitor: participant.id, type: command.type }, 'a command could not be decided')
      return UNAVAILABLE
    }
  }

  /**
   * A command that was carried out before this session was opened is answered as it was then: what it did is often why
   * it is refused now.
   */
  async function refused(job: Job, refusal: Refusal): Promise<Answer> {
    const { seen } = job.command
    const mayBeRepeat = seen === undefined || seen < loaded.seq
    const seq = mayBeRepeat
      ? await store.find(boardId, job.attendant.participant.id, job.command.id)
      : undefined
    if (seq === undefined) return { ok: false, ...refusal }
    remember(keyOf(job), seq)
    return { ok: true, seq }
  }

  /** The events after a position, with those that are not committed yet. undefined: there are more than are kept. */
  async function eventsAfter(
    seq: number,
    now: SessionState,
    entries: readonly Entry[],
  ): Promise<readonly SessionEvent[] | undefined> {
    if (now.seq - seq > RECENT_EVENTS) return undefined
    const first = recent[0]?.seq ?? state.seq + 1
    // From before this session was opened.
    if (seq < first - 1)
      recent = [...(await store.events(boardId, { after: seq, until: first - 1 })), ...recent]
    return [...recent, ...entries.map(({ event }) => event)].filter((event) => event.seq > seq)
  }

  /** false: the session does not go on now. */
  async function commit(
    entries: readonly Entry[],
    next: SessionState,
    outcomes: readonly Outcome[],
  ): Promise<boolean> {
    try {
      if (entries.length > 0) await store.append(boardId, entries)
    } catch (error) {
      return failed(error, outcomes)
    }
    state = next
    const events = entries.map(({ event }) => event)
    recent = [...recent, ...events].slice(-RECENT_EVENTS)
    for (const event of events) for (const member of members.keys()) member.hear(event)
    if (events.length > 0) happened(boardId, events, state)
    for (const { job, answer } of outcomes) {
      if (answer.ok) remember(keyOf(job), answer.seq)
      job.answer(answer)
    }
    if (state.seq - keptSeq >= KEEP_EVERY) await keep()
    return true
  }

  async function failed(error: unknown, outcomes: readonly Outcome[]): Promise<boolean> {
    if (isTaken(error)) {
      // A command that was carried out before this session was opened, or somebody else's event in this place.
      let isRepeat = false
      for (const { job } of outcomes) {
        const seq = await carriedOut(job)
        if (seq === undefined || remembered.has(keyOf(job))) continue
        remember(keyOf(job), seq)
        isRepeat = true
      }
      if (isRepeat) {
        jobs = [...outcomes.map(({ job }) => job), ...jobs]
        return true
      }
      log.error({ seq: state.seq }, 'somebody else has appended to the session: it is read anew')
      for (const { job } of outcomes) job.answer(UNAVAILABLE)
      end()
      return false
    }
    log.error({ err: error }, 'the session could not be saved')
    for (const { job } of outcomes) job.answer(UNAVAILABLE)
    wakeIn(RETRY)
    return false
  }

  async function carriedOut({ attendant, command }: Job): Promise<number | undefined> {
    try {
      return await store.find(boardId, attendant.participant.id, command.id)
    } catch {
      // Then it is answered that it could not be saved, and asked again.
      return undefined
    }
  }

  /** The events behind a position, where they are still at hand. */
  function since(seq: number): readonly SessionEvent[] | undefined {
    const first = recent[0]?.seq ?? state.seq + 1
    return seq < first - 1 || seq > state.seq ? undefined : recent.filter((event) => event.seq > seq)
  }

  /** While commands come, there is always another group. */
  async function settled(): Promise<void> {
    if (working === undefined) return
    await working
    await settled()
  }

  function end(): void {
    open = false
    stopWaiting?.()
    for (const { answer } of jobs.splice(0)) answer(UNAVAILABLE)
    for (const member of members.keys()) member.end()
    members.clear()
    ended()
  }

  function remember(key: string, seq: number): void {
    remembered.set(key, seq)
    const [oldest] = remembered.keys()
    if (remembered.size > RECENT_COMMANDS && oldest !== undefined) remembered.delete(oldest)
  }

  async function keep(): Promise<void> {
    const kept = state
    keptSeq = kept.seq
    try {
      await store.keep(boardId, kept)
    } catch (error) {
      // The events say the same.
      log.warn({ err: error, seq: kept.seq }, 'the session state could not be kept')
    }
  }

  return {
    state: () => state,

    join(member) {
      if (!open) throw new GamelanError('unavailable', { detail: 'the session is being read anew' })
      const { participant, role, isProgram } = member
      const attendant: Attendant = { participant, role, isProgram }
      members.set(member, attendant)
      attendance.add(attendant)
      // At once: whatever is committed from here on follows it.
      const missed = member.has === undefined ? undefined : since(member.has)
      if (missed === undefined) member.take(state)
      else {
        for (const event of missed) member.hear(event)
        member.resumed(state)
      }
      wake()
      return {
        resync() {
          member.take(state)
        },
        command: (command) =>
          new Promise((resolve) => {
            if (!open || !members.has(member)) resolve(UNAVAILABLE)
            else {
              jobs.push({ attendant, command, answer: resolve })
              wake()
            }
          }),
        become({ participant, role }) {
          attendant.participant = participant ?? attendant.participant
          attendant.role = role ?? attendant.role
          wake()
        },
        leave() {
          if (!members.delete(member)) return false
          attendance.remove(attendant)
          wake()
          return true
        },
      }
    },

    settled,
  }
}
