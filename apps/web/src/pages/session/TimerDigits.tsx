/** The time that is left, in digits. It says aloud once that it is over, and nothing each second. */
import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './TimerDigits.module.css'
import { digits } from './timer-shown.ts'
import type { useTimerShown } from './use-timer-shown.ts'

export function TimerDigits({ shown }: { shown: NonNullable<ReturnType<typeof useTimerShown>> }) {
  const { t } = useTranslation()
  const { phase, seconds } = shown
  return (
    <span className={classes.timer} data-phase={phase}>
      <span role="timer" aria-label={t('session.timer.left', { time: digits(seconds) })}>
        {digits(seconds)}
      </span>
      {phase === 'held' && <span className={classes.word}>{t('session.timer.held')}</span>}
      {phase === 'over' && (
        <span className={classes.word} aria-hidden>
          {t('session.timer.over')}
        </span>
      )}
      <VisuallyHidden role="status">{phase === 'over' ? t('session.timer.over') : ''}</VisuallyHidden>
    </span>
  )
}
