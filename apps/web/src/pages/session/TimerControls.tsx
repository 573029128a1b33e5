/** The timer in the panel: set, held, given a minute more, stopped. Who may not do that sees it run. */
import { SESSION_MINUTES } from '@gamelan/protocol/limits'
import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './AgendaTool.module.css'
import { mayHere } from './may-here.ts'
import { SoundSwitch } from './SoundSwitch.tsx'
import { TimerDigits } from './TimerDigits.tsx'
import type { ToolProps } from './tool.ts'
import { useAsk } from './use-ask.ts'
import { useTimerShown } from './use-timer-shown.ts'

const MINUTES = 5

export function TimerControls({ session, state, offset, me }: ToolProps) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  const shown = useTimerShown(state.timer, offset)
  const [minutes, setMinutes] = useState<number | string>(MINUTES)
  const mayTime = mayHere(state, me, 'start-timer')
  if (shown === null && !mayTime) return null
  const has = typeof minutes === 'number' && minutes > 0
  return (
    <section>
      <h3 className={classes.heading}>{t('session.timer.title')}</h3>
      {shown === null ? (
        <form
          className={classes.actions}
          onSubmit={(event) => {
            event.preventDefault()
            if (has) void ask({ type: 'start-timer', minutes })
          }}
        >
          <NumberInput
            size="xs"
            w={90}
            aria-label={t('session.agenda.minutes')}
            value={minutes}
            min={1}
            max={SESSION_MINUTES}
            allowDecimal={false}
            suffix={t('session.timer.suffix')}
            onChange={setMinutes}
          />
          <Button type="submit" size="xs" variant="default" disabled={!has}>
            {t('session.timer.start')}
          </Button>
        </form>
      ) : (
        <div className={classes.actions}>
          <TimerDigits shown={shown} />
          {mayTime && (
            <>
              {shown.phase !== 'over' && (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => void ask({ type: shown.phase === 'held' ? 'resume-timer' : 'hold-timer' })}
                >
                  {t(shown.phase === 'held' ? 'session.timer.resume' : 'session.timer.hold')}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => void ask({ type: 'add-time', minutes: 1 })}
              >
                {t('session.timer.more')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => void ask({ type: 'stop-timer' })}>
                {t('session.timer.stop')}
              </Button>
            </>
          )}
          <SoundSwitch />
        </div>
      )}
    </section>
  )
}
