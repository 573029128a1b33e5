/** The wheel with what it came to, said aloud when it lands and not before. */
import type { SessionState } from '@gamelan/protocol/session/session'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../../../session/server-clock.ts'
import { Wheel } from './Wheel.tsx'
import { resultWords, wedgeNames } from './wheel-words.ts'
import classes from './WheelTool.module.css'

export function Spinning({
  state,
  me,
  isLanded,
  clock,
}: {
  state: SessionState
  me: string
  isLanded: boolean
  clock: ServerClock
}) {
  const { t } = useTranslation()
  const { spin, themes } = state.wheel
  const names = spin === null ? themes.map(({ theme }) => theme) : wedgeNames(t, state, spin)
  const result = spin !== null && isLanded ? resultWords(t, state, me, spin) : ''
  return (
    <div>
      {/* Above: on a phone the panel is lower than a wheel that can be read. */}
      <p className={classes.result} role="status">
        {result}
      </p>
      {names.length > 0 && (
        <Wheel
          names={names}
          spin={spin}
          isLanded={isLanded}
          clock={clock}
          label={isLanded ? t('session.wheel.label', { count: names.length }) : t('session.wheel.spinning')}
        />
      )}
    </div>
  )
}
