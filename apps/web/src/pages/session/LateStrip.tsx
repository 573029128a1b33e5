/**
 * For who comes while a session goes on: what the question is, what has happened, and which moments were marked. It is
 * shown once for a visit, and goes when it is sent away.
 */
import type { SessionState } from '@gamelan/protocol/session/session'
import { Button, CloseButton, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { changeBy } from '../../replay/history-view.ts'
import { momentFormat } from '../../replay/words-of-time.ts'
import type { SessionConnection } from '../../session/session-connection.ts'
import { milestoneWords } from '../replay/milestone-words.ts'
import { useHistory } from '../replay/use-history.ts'
import classes from './LateStrip.module.css'
import { missedBy, type Missed } from './late.ts'

type Happened = { readonly at: number; readonly words: string; readonly seq: number }

/** All that the session did and all that was marked since then, each with the way to its moment. */
function WhatHappened({ boardId, since, onClose }: { boardId: string; since: number; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const history = useHistory(boardId)
  const happened: Happened[] =
    history.data === undefined
      ? []
      : [
          ...history.data.milestones.map((one) => ({
            at: one.at,
            words: milestoneWords(t, one),
            seq: changeBy(history.data, one.at),
          })),
          ...history.data.marks.map(({ at, seq, name, by }) => ({
            at: Date.parse(at),
            words: t('session.late.marked', { name, by: by.name }),
            seq,
          })),
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
      {history.data === undefined && (
        <Text role="status">{t(history.isError ? 'session.late.away' : 'session.late.loading')}</Text>
      )}
      <ol className={classes.list}>
        {happened.map(({ at, words, seq }) => (
          <li key={`${at} ${words}`}>
            <Link to={`/b/${boardId}/replay?at=${seq}`}>
              <span className={classes.when}>{format(at)}</span> {words}
            </Link>
          </li>
        ))}
      </ol>
    </Modal>
  )
}

function Strip({ boardId, missed, onClose }: { boardId: string; missed: Missed; onClose: () => void }) {
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
      {isOpen && <WhatHappened boardId={boardId} since={missed.since} onClose={() => setOpen(false)} />}
    </section>
  )
}

export function LateStrip({
  boardId,
  session,
  state,
}: {
  boardId: string
  session: SessionConnection
  state: SessionState
}) {
  // What was missed is what had been when they came: it does not grow while they are here.
  const [missed, setMissed] = useState(() => missedBy(state, session.clock.now()))
  return missed && <Strip boardId={boardId} missed={missed} onClose={() => setMissed(null)} />
}
