/**
 * For who comes while a session goes on: what the question is, what has happened, and which moments were marked. It stands
 * until it is sent away, on whichever boards of the session, and is not for who was there from the beginning.
 */
import type { SessionState } from '@gamelan/protocol/session/session'
import { Button, CloseButton, Modal, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { changeBy } from '../../replay/history-view.ts'
import { momentFormat } from '../../replay/words-of-time.ts'
import type { SessionConnection } from '../../session/session-connection.ts'
import { awaitedWords } from '../../words/problem-words.ts'
import { milestoneWords } from '../replay/milestone-words.ts'
import { useSessionHistories } from '../replay/use-history.ts'
import classes from './LateStrip.module.css'
import { begunAt, missedBy, type Missed } from './late.ts'
import { hasLeftOffer, leaveOffer } from './offers.ts'
import { tabShelf } from '../../storage/browser-storage.ts'

type Happened = {
  readonly at: number
  readonly words: string
  readonly board: string
  readonly seq: number | undefined
}

/** All that the session did and all that was marked since then, each with the way to its moment. */
function WhatHappened({
  sessionBoard,
  since,
  onClose,
}: {
  sessionBoard: string
  since: number
  onClose: () => void
}) {
  const { t, i18n } = useTranslation()
  const { own, of, failure } = useSessionHistories(sessionBoard)
  const happened: Happened[] = [
    ...(own?.milestones ?? []).map((one) => {
      const history = of.get(one.board)
      // A board that cannot be read has no moment to go to.
      return {
        at: one.at,
        words: milestoneWords(t, one, sessionBoard),
        board: one.board,
        seq: history && changeBy(history, one.at),
      }
    }),
    ...[...of].flatMap(([board, { marks }]) =>
      marks.map(({ at, seq, name, by }) => ({
        at: Date.parse(at),
        words: t('session.late.marked', { name, by: by.name }),
        board,
        seq,
      })),
    ),
  ]
    .filter(({ at }) => at >= since)
    .toSorted((a, b) => a.at - b.at)
  const format = momentFormat(since, happened.at(-1)?.at ?? since, i18n.language)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('session.late.happened')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {own === undefined && (
        <Text role="status">{failure === null ? t('session.late.loading') : awaitedWords(t, failure)}</Text>
      )}
      <ol className={classes.list}>
        {happened.map(({ at, words, board, seq }) => {
          const line = (
            <>
              <span className={classes.when}>{format(at)}</span> {words}
            </>
          )
          return (
            <li key={`${at} ${words}`}>
              {seq === undefined ? line : <Link to={`/b/${board}/replay?at=${seq}`}>{line}</Link>}
            </li>
          )
        })}
      </ol>
    </Modal>
  )
}

function Strip({
  sessionBoard,
  missed,
  onClose,
}: {
  sessionBoard: string
  missed: Missed
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const counts = (['blocks', 'turns', 'rounds'] as const)
    .filter((kind) => missed[kind] > 0)
    .map((kind) => t(`session.late.${kind}`, { count: missed[kind] }))
  return (
    <section className={classes.strip} aria-label={t('session.late.title')}>
      <div className={classes.text}>
        <strong>{t('session.late.welcome')}</strong>{' '}
        {missed.question !== '' && <span>{t('session.late.now', { question: missed.question })}</span>}{' '}
        {counts.length > 0 && <span>{t('session.late.sofar', { what: counts.join(', ') })}</span>}
      </div>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {t('session.late.happened')}
      </Button>
      <CloseButton size="sm" aria-label={t('session.late.close')} onClick={onClose} />
      {isOpen && (
        <WhatHappened sessionBoard={sessionBoard} since={missed.since} onClose={() => setOpen(false)} />
      )}
    </section>
  )
}

export function LateStrip({
  sessionBoard,
  session,
  state,
}: {
  sessionBoard: string
  session: SessionConnection
  state: SessionState
}) {
  // What was missed is what had been when they came: it does not grow while they are here.
  const [missed, setMissed] = useState(() => {
    const found = missedBy(state, session.clock.now())
    return found && hasLeftOffer(tabShelf, 'late', sessionBoard, found.since) ? null : found
  })
  // Whoever is here while it goes on, or has sent the strip away, knows of it, also on the next of its boards.
  useEffect(() => {
    const since = missed === null ? begunAt(state, session.clock.now()) : null
    if (since !== null) leaveOffer(tabShelf, 'late', sessionBoard, since)
  }, [missed, state, session, sessionBoard])
  return missed && <Strip sessionBoard={sessionBoard} missed={missed} onClose={() => setMissed(null)} />
}
