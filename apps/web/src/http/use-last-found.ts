/**
 * What there is to show of a query, also while the server is away. Must never take what was found before from under the hand:
 * react-query lets go of it with the first failure, and has it again with each try.
 */
import { useState } from 'react'
import { isPassing } from './problem.ts'

type Query<Data> = {
  readonly data: Data | undefined
  readonly error: unknown
  readonly isPlaceholderData: boolean
  /** When the server answered this query last, and when it did not; 0: never. */
  readonly dataUpdatedAt: number
  readonly errorUpdatedAt: number
}

export type LastFound<Data> = {
  /** undefined: nothing was found yet, or this is refused. */
  readonly data: Data | undefined
  /** Whether that is the answer to what was asked before, and not to what is asked now. */
  readonly isOfBefore: boolean
  /** Why the server has not answered since; null: it has, or is asked for the first time. */
  readonly failure: unknown
}

/** For a query whose question changes while it is looked at, with what was found before as its `placeholderData`. */
export function useLastFound<Data>(query: Query<Data>): LastFound<Data> {
  const { data, error, isPlaceholderData, dataUpdatedAt, errorUpdatedAt } = query
  const [last, setLast] = useState(data)
  if (data !== undefined && data !== last) setLast(data)
  const [away, setAway] = useState<{ readonly why: unknown; readonly at: number } | null>(null)
  if (isPassing(error) && errorUpdatedAt !== away?.at) setAway({ why: error, at: errorUpdatedAt })
  // An answer from before the server went away says nothing of whether it is there again.
  const kept = away !== null && away.at > dataUpdatedAt ? away.why : null
  const failure = error ?? kept
  return {
    data: data ?? (failure === null || isPassing(failure) ? last : undefined),
    isOfBefore: data === undefined || isPlaceholderData,
    failure,
  }
}
