/**
 * Whether the server can serve: it is not closing, the database answers, and it can write. Never calls the server ready
 * on a read alone, since a full disk still answers reads.
 */
import type { Clock } from './clock.ts'
import { proveWritable, type Database } from './database/database.ts'
import { describeFailure } from './database/failures.ts'
import { GamelanError } from './errors.ts'
import type { Writer } from './history/types.ts'
import type { Log } from './log.ts'

/** Milliseconds for which a proof that the database can write counts. Whoever asks more often adds no writes. */
export const PROOF_LASTS = 5000

/** The checks, in the order in which they are made. An answer names the first one that fails. */
export type ReadinessCheck = 'closing' | 'database-read' | 'database-write' | 'log'

const WHY: Readonly<Record<ReadinessCheck, string>> = {
  closing: 'the server is closing',
  'database-read': 'the database does not answer',
  'database-write': 'the database answers, but cannot write',
  log: 'the last changes could not be saved yet',
}

type Parts = {
  readonly database: Pick<Database, 'check' | 'transaction'>
  readonly writer: Pick<Writer, 'isFailing'>
  readonly isClosing: () => boolean
  readonly clock: Pick<Clock, 'elapsed'>
  readonly log: Pick<Log, 'info' | 'warn'>
}

/** Answers a function that rejects with `unavailable` and the check that failed. */
export function createReadiness({ database, writer, isClosing, clock, log }: Parts): () => Promise<void> {
  let proof: { readonly at: number; readonly made: Promise<void> } | undefined
  let failed: ReadinessCheck | undefined

  /** At most one write at a time, and one in PROOF_LASTS. */
  function written(): Promise<void> {
    const now = clock.elapsed()
    if (proof === undefined || now - proof.at >= PROOF_LASTS)
      proof = { at: now, made: proveWritable(database) }
    return proof.made
  }

  function refuse(check: ReadinessCheck, cause?: unknown): never {
    const why = cause === undefined ? {} : describeFailure(cause)
    // To close is what the operator asked for.
    if (failed !== check) log[check === 'closing' ? 'info' : 'warn']({ check, ...why }, 'not ready')
    failed = check
    throw new GamelanError('unavailable', {
      detail: WHY[check],
      faults: [{ path: check, message: WHY[check] }],
      cause,
    })
  }

  return async () => {
    if (isClosing()) refuse('closing')
    await database.check().catch((error: unknown) => refuse('database-read', error))
    await written().catch((error: unknown) => refuse('database-write', error))
    if (writer.isFailing()) refuse('log')
    if (failed !== undefined) log.info({ check: failed }, 'ready again')
    failed = undefined
  }
}
