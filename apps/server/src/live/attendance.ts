/**
 * Who is connected to a session, and what has to happen for its state to say so. It compares what is with what is said,
 * instead of counting comings and goings, so that after a crash or a failed commit the difference is still there. Pure:
 * the clock is passed in.
 */
import type { Participant } from '@gamelan/protocol/http/boards'
import { SESSION_PEOPLE } from '@gamelan/protocol/limits'
import type { Role } from '@gamelan/protocol/roles'
import type { Happening, SessionState } from '@gamelan/protocol/session/session'
import type { Clock } from '../clock.ts'

/** Milliseconds for which somebody counts as here whose connection ended: a page that is loaded again is no leaving. */
const LINGER = 10_000

export type Attendant = { participant: Participant; role: Role; readonly isProgram: boolean }

export type Attendance = {
  add(attendant: Attendant): void
  remove(attendant: Attendant): void
  /** What has to happen now. */
  differences(state: SessionState): Happening[]
  /** Milliseconds until somebody who is said to be here has lingered long enough; undefined: nobody is about to. */
  nextLeaving(state: SessionState): number | undefined
}

/** What somebody held for all, and no longer does once they have left. */
function endedWith(person: string, { attention }: SessionState): Happening[] {
  return [
    ...(attention.replay?.by === person ? [{ type: 'replay-ended', data: {} } satisfies Happening] : []),
    ...(attention.call?.by === person ? [{ type: 'everyone-released', data: {} } satisfies Happening] : []),
  ]
}

/** @param clock starts to count for those who were here when the session was opened */
export function createAttendance(clock: Pick<Clock, 'elapsed'>): Attendance {
  const attendants = new Set<Attendant>()
  /** When somebody's last connection ended. */
  const leftAt = new Map<string, number>()
  const opened = clock.elapsed()

  /** The one whose word counts, of those that somebody is connected by: the latest. */
  function connected(): Map<string, Attendant> {
    return new Map([...attendants].map((attendant) => [attendant.participant.id, attendant]))
  }

  const goneFor = (id: string) => clock.elapsed() - (leftAt.get(id) ?? opened)

  return {
    add(attendant) {
      attendants.add(attendant)
      leftAt.delete(attendant.participant.id)
    },

    remove(attendant) {
      if (!attendants.delete(attendant)) return
      const { id } = attendant.participant
      if (!connected().has(id)) leftAt.set(id, clock.elapsed())
    },

    differences(state) {
      const { people } = state.people
      const here = connected()
      const happenings: Happening[] = []
      for (const { participant, role, isProgram } of here.values()) {
        const said = people[participant.id]
        const data = { ...participant, role, isProgram }
        if (said === undefined || !said.here) happenings.push({ type: 'came', data })
        else if (
          said.name !== data.name ||
          said.color !== data.color ||
          said.role !== role ||
          said.isProgram !== isProgram
        )
          happenings.push({ type: 'became', data })
      }
      for (const person of Object.values(people)) {
        if (person.here && !here.has(person.id) && goneFor(person.id) >= LINGER)
          happenings.push({ type: 'left', data: { person: person.id } }, ...endedWith(person.id, state))
      }
      const fresh = [...here.keys()].filter((id) => !(id in people)).length
      const tooMany = Object.keys(people).length + fresh - SESSION_PEOPLE
      const absent = Object.values(people).filter(({ id, here: isHere }) => !isHere && !here.has(id))
      const forgotten = absent.slice(0, Math.max(0, tooMany))
      return [
        ...forgotten.map(({ id: person }): Happening => ({ type: 'forgotten', data: { person } })),
        ...happenings,
      ]
    },

    nextLeaving(state) {
      const here = connected()
      const waits = Object.values(state.people.people)
        .filter((person) => person.here && !here.has(person.id))
        .map(({ id }) => LINGER - goneFor(id))
      return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits))
    },
  }
}
