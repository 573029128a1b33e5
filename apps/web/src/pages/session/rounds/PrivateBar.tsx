/**
 * Above a board that somebody draws alone: the question, whether they are ready, and the way back. Must never say that a
 * board is private unless the session says that it is this person's own in a round.
 */
import { Button, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { SessionConnection } from '../../../session/session-connection.ts'
import { useAsk } from '../use-ask.ts'
import { useSession, useSessionSnapshot } from '../use-session.ts'
import { roundAddress } from './addresses.ts'
import classes from './PrivateBar.module.css'
import { countsOf } from './round-counts.ts'
import { useReveal } from './use-reveal.ts'

/** Until the session has told any. */
const NONE = [] as const

type Props = {
  /** The board that is drawn on. */
  boardId: string
  /** The board of the session. */
  of: string
  me: string
}

function Bar({ boardId, of, me, session }: Props & { session: SessionConnection }) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  const { state, own } = useSessionSnapshot(session)
  const rounds = state?.rounds ?? NONE
  useReveal(of, rounds)
  const round = rounds.find(
    ({ id, boards }) => boards[me] === boardId || (own?.board === boardId && own.round === id),
  )
  if (round === undefined) return null
  const isOpen = round.revealedAt === null
  const { count, ready } = countsOf(round)
  return (
    <section className={classes.bar} aria-label={t('session.rounds.bar')}>
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
        <Button component={Link} to={roundAddress(of, round.id)} size="compact-sm">
          {t('session.rounds.look')}
        </Button>
      )}
      <Button component={Link} to={`/b/${of}`} size="compact-sm" variant="default">
        {t('session.rounds.back')}
      </Button>
    </section>
  )
}

export function PrivateBar(props: Props) {
  const session = useSession(props.of)
  return session === null ? null : <Bar {...props} session={session} />
}
