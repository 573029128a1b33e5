/** The moment that the address names (`?at=`), so that it can be shared. */
import { useEffect, useState } from 'react'
import { useNavigation, useSearchParams } from 'react-router'

/** Milliseconds that a moment must stay before the address names it. */
const ADDRESS_AFTER = 400

/**
 * Names what is shown in the address, once it stays. Answers the seq that the address named when the page was opened;
 * undefined: none.
 */
export function useAddressedMoment(seq: number | undefined, isPlaying: boolean): number | undefined {
  const [search, setSearch] = useSearchParams()
  // To name a moment navigates, and would take the place of a navigation to another page that is under way.
  const isLeaving = useNavigation().state !== 'idle'
  const [first] = useState(() => {
    const at = Number(search.get('at'))
    return Number.isSafeInteger(at) && at > 0 ? at : undefined
  })
  const named = seq === undefined ? null : String(seq)
  useEffect(() => {
    if (named === null || isPlaying || isLeaving || search.get('at') === named) return undefined
    const timer = setTimeout(() => {
      setSearch({ at: named }, { replace: true, preventScrollReset: true })
    }, ADDRESS_AFTER)
    return () => clearTimeout(timer)
  }, [named, isPlaying, isLeaving, search, setSearch])
  return first
}
