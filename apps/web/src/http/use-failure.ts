/**
 * Why a query has no answer. Must never come and go with each try: react-query forgets a failure while it asks again, and a page
 * that is made by it would be taken down every few seconds.
 */
import { useState } from 'react'
import { isPassing } from './problem.ts'

/**
 * The failure of a query, kept while it is asked again by itself. Of one that has an answer from before: of its last try alone.
 * null: none has failed.
 */
export function useFailure({ data, error }: { readonly data: unknown; readonly error: unknown }): unknown {
  const [last, setLast] = useState<unknown>(null)
  const failure = error ?? last
  const kept = data === undefined && isPassing(failure) ? failure : null
  if (kept !== last) setLast(kept)
  return error ?? kept
}
