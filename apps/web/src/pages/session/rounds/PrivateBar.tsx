/**
 * Above a board that somebody draws alone: the question, whether they are ready, and the way back. Must never say that a
 * board is private unless the session says that it is this person's own in a round.
 */
import type { Round } from '@gamelan/protocol/session/rounds'
import type { SessionState } from '@gamelan/protocol/session/session'
import { Button, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { SessionConnection } from '../../../session/session-connection.ts'
import { ownKey } from '../../../ui/own-key.ts'
import { useAsk } from '../use-ask.ts'
import { roundAddress } from './addresses.ts'
import classes from './PrivateBar.module.css'
import { countsOf } from './round-counts.ts'
import { useReveal } from './use-reveal.ts'

function Back({ sessionBoard }: { sessionBoard: string }) {
  const { t } = useTranslation()
  return (
    <Button component={Link} to={`/b/${sessionBoard}`} size="compact-sm" variant="default">
      {t('session.rounds.back')}
    </Button>
  )
}

/** The session has not said yet whose board this is, nor for which question, and cannot be asked. */
export function PrivateBarAway({ sessionBoard }: { sessionBoard: string }) {
  const { t } = useTranslation()
  return (
    <section className={classes.bar} aria-label={t('session.title')} onKeyDown={ownKey}>
      <div className={classes.words}>
        <p className={classes.hint} role="status">
          {t('session.rounds.barAway')}
        </p>
      </div>
      <Back sessionBoard={sessionBoard} />
    </section>
  )
}

export function PrivateBar({
  sessionBoard,
  round,
  me,
  session,
  state,
  isOut,
}: {
  sessionBoard: string
  /** The round for which this board is drawn. */
  round: Round
  me: string
  session: SessionConnection
  state: SessionState
  /** They may not be in the session any more: what it was by then is the last that is known here. */
  isOut: boolean
}) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  useReveal(sessionBoard, state.rounds)
  const isOpen = round.revealedAt === null
  const { count, ready } = countsOf(round, state.people)
  if (isOut) {
    return (
      <section className={classes.bar} aria-label={t('session.rounds.bar')}>
        <div className={classes.words}>
          <p className={classes.question}>{round.question}</p>
          <p className={classes.hint} role="alert">
            {t('session.rounds.out')}
          </p>
        </div>
      </section>
    )
  }
  return (
    <section className={classes.bar} aria-label={t('session.rounds.bar')} onKeyDown={ownKey}>
      <div className={classes.words}>
        <p className={classes.question}>{round.question}</p>
        <p className={classes.hint} role="status">
          {t(isOpen ? 'session.rounds.onlyYou' : 'session.rounds.yoursRevealed')}{' '}
          {isOpen && t('session.rounds.readyCount', { all: String(count), ready: String(ready) })}
        </p>
      </div>
      {isOpen ? (
        <Switch
          label={t('session.rounds.ready')}
          checked={round.drawers[me] === 'ready'}
          onChange={(event) => void ask({ type: 'be-ready', ready: event.currentTarget.checked })}
        />
      ) : (
        <Button component={Link} to={roundAddress(sessionBoard, round.id)} size="compact-sm">
          {t('session.rounds.look')}
        </Button>
      )}
      <Back sessionBoard={sessionBoard} />
    </section>
  )
}
