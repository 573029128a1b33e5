/**
 * Takes people to the drawings of a round when they are revealed. Must never take anybody along who is in the middle of
 * something (M13): they are offered it.
 */
import { openRound, type Round } from '@gamelan/protocol/session/rounds'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useIsBusy } from '../use-is-busy.ts'
import { roundAddress } from './addresses.ts'

/** Answers the round to which this person was not taken. */
export function useReveal(sessionBoard: string, rounds: readonly Round[]) {
  const navigate = useNavigate()
  const isBusy = useIsBusy()
  const [missed, setMissed] = useState<string | null>(null)
  const wasOpen = useRef<string | null>(null)
  const revealed = useEffectEvent((round: string) => {
    if (isBusy()) setMissed(round)
    else void navigate(roundAddress(sessionBoard, round))
  })
  useEffect(() => {
    const before = wasOpen.current
    wasOpen.current = openRound(rounds)?.id ?? null
    if (before !== null && rounds.some(({ id, revealedAt }) => id === before && revealedAt !== null))
      revealed(before)
  }, [rounds])
  return rounds.find(({ id }) => id === missed)
}
