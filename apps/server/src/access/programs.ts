/**
 * Programs that come onto a board by the key of a link, for the audit: once a link and a while, since a program comes
 * again as often as its line breaks. What was noted is known to this process alone: after a restart it is noted anew.
 */
import type { Clock } from '../clock.ts'
import { PROGRAM_NOTED_EVERY, PROGRAMS_REMEMBERED } from '../limits.ts'
import type { Audit } from './audit.ts'
import type { Grant } from './types.ts'

export type Programs = {
  /** This program is about to be let in. Rejects where that could not be noted: then it must not be. */
  came(grant: Grant): Promise<void>
}

export function createPrograms({ audit, clock }: { audit: Pick<Audit, 'note'>; clock: Clock }): Programs {
  /** When each link was noted last, the longest ago first. */
  const noted = new Map<string, number>()
  return {
    async came({ through: boardId, actor, participant, role }) {
      const now = clock.elapsed()
      const last = noted.get(actor)
      if (last !== undefined && now - last < PROGRAM_NOTED_EVERY) return
      noted.delete(actor)
      noted.set(actor, now)
      const [oldest] = noted.keys()
      if (noted.size > PROGRAMS_REMEMBERED && oldest !== undefined) noted.delete(oldest)
      try {
        await audit.note(boardId, { kind: 'program-joined', by: participant, role })
      } catch (error) {
        noted.delete(actor)
        throw error
      }
    },
  }
}
