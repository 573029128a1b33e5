/** One person's hand lit, the rest dimmed. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { createLight } from '../../replay/lit.ts'
import type { Dress } from '../../replay/player.ts'
import type { OpenPlayer } from './use-player.ts'

/** How elements are shown while `author` is lit; undefined: nobody is, or the history is still read. */
export function useLight(open: OpenPlayer | null, head: number, author: string | null): Dress | undefined {
  const hands = useQuery({
    queryKey: ['hands', head],
    queryFn: () => open?.projector.hands() ?? Promise.reject(new Error('nothing is open')),
    enabled: open !== null && author !== null,
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: (before) => before,
  })
  return useMemo(
    () => (hands.data && author !== null ? createLight(hands.data, author) : undefined),
    [hands.data, author],
  )
}
