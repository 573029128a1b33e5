/** The way to one's own board in the round that is open: also for who comes late. */
import { openRound, type Round } from '@gamelan/protocol/session/rounds'
import { useEffect, useEffectEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { meIn } from '../me-in.ts'
import type { ToolProps } from '../tool.ts'
import { useAsk } from '../use-ask.ts'
import { useSessionSnapshot } from '../use-session.ts'
import { privateAddress } from './addresses.ts'

export type DrawAlone = {
  readonly round: Round
  /** Whether they have a board in it; without one, they get one as they go. */
  readonly isIn: boolean
  readonly isGoing: boolean
  readonly go: () => void
}

/** null: no round is open, or this person is not asked to draw in it. */
export function useDrawAlone({
  sessionBoard,
  session,
  state,
  me,
}: Pick<ToolProps, 'sessionBoard' | 'session' | 'state' | 'me'>): DrawAlone | null {
  const navigate = useNavigate()
  const ask = useAsk(session)
  const { own } = useSessionSnapshot(session)
  /** The round whose board is waited for. */
  const [wanted, setWanted] = useState<string | null>(null)
  const round = openRound(state.rounds)
  const { person, may } = meIn(state, me)
  const board = own !== null && own.round === round?.id ? own.board : null
  const arrive = useEffectEvent((to: string) => void navigate(privateAddress(to, sessionBoard)))
  const isWanted = wanted !== null && wanted === round?.id
  useEffect(() => {
    if (isWanted && board !== null) arrive(board)
  }, [isWanted, board])
  const isIn = round !== undefined && me in round.drawers
  const go = async (id: string) => {
    setWanted(id)
    if (!isIn && !(await ask({ type: 'join-round' }))) setWanted(null)
  }
  if (round === undefined || person === undefined || !may('join-round')) return null
  if (person.observes && !isIn) return null
  return {
    round,
    isIn,
    isGoing: isWanted,
    go: () => void go(round.id),
  }
}
