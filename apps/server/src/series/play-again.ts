/**
 * The next session of a series: a board forked from where the newest one is, on which whoever had a role has it again,
 * and a live session that begins where the last one ended. Must never be half made: all of it is one transaction, so that
 * a crash leaves either the next board with everything or none.
 */
import { continuation } from '@gamelan/protocol/session/continued'
import type { Audit } from '../access/audit.ts'
import { carryMembers } from '../access/invitations.ts'
import type { Grant, Permit } from '../access/types.ts'
import type { Forks } from '../boards/fork.ts'
import type { MadeBoard } from '../boards/types.ts'
import type { Clock } from '../clock.ts'
import type { Store } from '../live/store.ts'
import type { AllSeries, SeriesRow } from './series.ts'

export type PlayAgain = (
  seriesId: string,
  next: {
    /** Of the facilitator, on the newest board. */
    readonly grant: Grant
    readonly permit: Permit
    /** The maker; undefined: somebody new, who came by a key. */
    readonly visitorId: string | undefined
    /** undefined: as the newest board is called. */
    readonly title: string | undefined
  },
) => Promise<MadeBoard | undefined>

type Parts = {
  readonly series: Pick<AllSeries, 'holdForNext' | 'add' | 'tellAll'>
  readonly forks: Forks
  readonly store: Pick<Store, 'load' | 'begin'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Pick<Clock, 'now'>
  /** 128 random bits, base64url. */
  readonly newId: () => string
}

/** Throws as a fork does, and `series-went-on` and `series-full`. undefined: there is no such board any more. */
export function createPlayAgain({ series, forks, store, audit, clock, newId }: Parts): PlayAgain {
  return async (seriesId, { grant: { boardId, participant }, permit, visitorId, title }) => {
    const begins = continuation(await store.load(boardId))
    let held: SeriesRow | undefined
    const made = await forks.fork(boardId, {
      seq: undefined,
      title,
      visitorId,
      by: participant,
      permit,
      within: {
        async hold(tx) {
          held = await series.holdForNext(tx, seriesId, boardId)
        },
        async fill(tx, made, maker) {
          if (held === undefined) throw new Error('The series is not held.')
          await series.add(tx, seriesId, made)
          const making = { now: new Date(clock.now()), newId }
          await carryMembers(tx, { from: boardId, to: made, invitation: held }, making)
          await audit.record(tx, made, { kind: 'played-again', by: participant })
          if (begins) await store.begin(tx, made, { seq: 1, at: clock.now(), by: maker, ...begins })
        },
      },
    })
    await series.tellAll(seriesId)
    return made && { ...made, series: held && { id: held.id, title: held.title } }
  }
}
