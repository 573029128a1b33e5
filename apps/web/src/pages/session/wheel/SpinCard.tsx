/**
 * The wheel over the drawing while it spins, for those who do not have it beside the drawing. It takes nothing from the
 * hand: who draws goes on, and it leaves by itself.
 */
import type { SessionState } from '@gamelan/protocol/session/session'
import { CloseButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../../../session/server-clock.ts'
import { hasLanded, SPIN_MS } from './spin.ts'
import { Spinning } from './Spinning.tsx'
import classes from './SpinCard.module.css'
import { useLanded } from './use-landed.ts'

/** Milliseconds for which what it came to stays: long enough to read it. */
const STAYS_MS = 7000

export function SpinCard({ state, me, clock }: { state: SessionState; me: string; clock: ServerClock }) {
  const { t } = useTranslation()
  const { spin } = state.wheel
  const at = spin?.at ?? null
  /** The one that was seen to its end, maybe beside the drawing, or put away. */
  const [past, setPast] = useState(() => (spin !== null && hasLanded(spin, clock.now()) ? at : null))
  const isLanded = useLanded(spin, clock)
  useEffect(() => {
    if (at === null) return undefined
    const timer = setTimeout(() => setPast(at), Math.max(0, at + SPIN_MS + STAYS_MS - clock.now()))
    return () => clearTimeout(timer)
  }, [at, clock])
  if (at === null || past === at) return null
  return (
    <div className={classes.card} data-spin-card>
      <CloseButton
        className={classes.close ?? ''}
        aria-label={t('session.wheel.closeSpin')}
        onClick={() => setPast(at)}
      />
      <Spinning state={state} me={me} isLanded={isLanded} clock={clock} />
    </div>
  )
}
