/**
 * The line above the drawing: the block that runs with its question, the time that is left, what is next, whose hand is up.
 * Everybody sees it, the panel open or not. On a phone it is one line, what is on and how long, that opens to the rest.
 * Must never be there while nothing goes on.
 */
import { currentBlock } from '@gamelan/protocol/session/agenda'
import { raisedHands } from '@gamelan/protocol/session/people'
import type { SessionState } from '@gamelan/protocol/session/session'
import { ActionIcon, Button } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconHandStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionConnection } from '../../session/session-connection.ts'
import { nextBlock } from './agenda-order.ts'
import { mayHere } from './may-here.ts'
import { ownKey } from '../../ui/own-key.ts'
import classes from './SessionStrip.module.css'
import { SoundSwitch } from './SoundSwitch.tsx'
import { TimerDigits } from './TimerDigits.tsx'
import { useAsk } from './use-ask.ts'
import { useTimerShown } from './use-timer-shown.ts'
import { useTimerSound } from './use-timer-sound.ts'

export function SessionStrip({
  session,
  state,
  offset,
  me,
}: {
  session: SessionConnection
  state: SessionState
  offset: number | null
  me: string
}) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  const { agenda, timer, people } = state
  const [isOpen, setOpen] = useState(false)
  const shown = useTimerShown(timer, offset)
  useTimerSound(timer, offset)
  const block = currentBlock(agenda)
  const hands = raisedHands(people)
  if (block === undefined && shown === null && hands.length === 0) return null
  const next = nextBlock(agenda)
  return (
    <section className={classes.strip} data-open={isOpen} aria-label={t('session.strip')} onKeyDown={ownKey}>
      {block !== undefined && (
        <div className={classes.block}>
          <span className={classes.title}>{block.title}</span>
          {block.question !== '' && (
            <span className={`${classes.question ?? ''} ${classes.more ?? ''}`}>{block.question}</span>
          )}
        </div>
      )}
      {shown !== null && (
        <div className={classes.time}>
          <TimerDigits shown={shown} />
          <span className={`${classes.buttons ?? ''} ${classes.more ?? ''}`}>
            {mayHere(state, me, 'add-time') && (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => void ask({ type: 'add-time', minutes: 1 })}
              >
                {t('session.timer.more')}
              </Button>
            )}
            <SoundSwitch />
          </span>
        </div>
      )}
      {block !== undefined && next !== undefined && (
        <span className={`${classes.next ?? ''} ${classes.more ?? ''}`}>
          {t('session.agenda.next', { title: next.title })}
        </span>
      )}
      {hands.length > 0 && (
        <span className={classes.hands}>
          <IconHandStop size={16} aria-hidden />
          <span className={classes.handCount} aria-hidden>
            {hands.length}
          </span>
          <span className={classes.names} role="status">
            {t('session.people.handsUp', { names: hands.map(({ name }) => name).join(', ') })}
          </span>
        </span>
      )}
      <ActionIcon
        className={classes.toggle ?? ''}
        variant="subtle"
        color="gray"
        size={28}
        aria-label={t('session.stripMore')}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? <IconChevronUp size={17} aria-hidden /> : <IconChevronDown size={17} aria-hidden />}
      </ActionIcon>
    </section>
  )
}
