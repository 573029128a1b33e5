/** What is left of a turn's time, by the server's clock. */
import type { Timer } from '@gamelan/protocol/session/timer'
import { timeLeft } from '@gamelan/protocol/session/timer'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockOf } from '../../../replay/words-of-time.ts'
import type { ServerClock } from '../../../session/server-clock.ts'
import classes from './WheelTool.module.css'

/** Milliseconds: each second is seen. */
const LOOK_EVERY = 250

export function TurnClock({ timer, clock }: { timer: Timer; clock: ServerClock }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(() => clock.now())
  useEffect(() => {
    const look = setInterval(() => setNow(clock.now()), LOOK_EVERY)
    return () => clearInterval(look)
  }, [clock])
  const left = timeLeft(timer, now)
  return (
    <p className={classes.clock} role="timer">
      {left > 0
        ? t('session.wheel.timeLeft', { time: clockOf(Math.ceil(left / 1000) * 1000) })
        : t('session.wheel.timeUp')}
    </p>
  )
}
