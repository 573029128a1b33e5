/** The series of a board: made from it, looked at, changed. What a role may not do is not in it. */
import type { Series } from '@gamelan/protocol/http/series'
import { may } from '@gamelan/protocol/roles'
import { Button, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFailure } from '../../http/use-failure.ts'
import { useNotify } from '../../ui/notices.tsx'
import { awaitedWords, problemWords } from '../../words/problem-words.ts'
import classes from './Series.module.css'
import { SeriesBoards } from './SeriesBoards.tsx'
import { SeriesForm, type Terms } from './SeriesForm.tsx'
import { SeriesInvitation } from './SeriesInvitation.tsx'
import { useChangeSeries, useMakeSeries, useSeries } from './use-series.ts'
import { changedRule, dateOf, ownZone, weekdayName, weekdayOf } from './weekdays.ts'

function MakeSeries({
  boardId,
  title,
  onMade,
  onClose,
}: {
  boardId: string
  title: string
  onMade: (seriesId: string) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const make = useMakeSeries(boardId)
  const [initial] = useState((): Terms => {
    const now = new Date()
    const rule = {
      weekday: weekdayOf(now),
      start: '16:00',
      minutes: 60,
      timeZone: ownZone(),
      from: dateOf(now),
    }
    return { title, question: '', rule, role: 'editor' }
  })
  return (
    <>
      <Text c="dimmed" mb="md">
        {t('series.makeExplain')}
      </Text>
      <SeriesForm
        initial={initial}
        withRole
        submitLabel={t('series.make')}
        busy={make.isPending}
        failure={make.isError ? t('series.makeFailed', { why: problemWords(t, make.error) }) : null}
        onSubmit={(terms) => make.mutate(terms, { onSuccess: ({ id }) => onMade(id) })}
        onCancel={onClose}
      />
    </>
  )
}

function ChangeSeries({ series, onClose }: { series: Series; onClose: () => void }) {
  const { t } = useTranslation()
  const notify = useNotify()
  const change = useChangeSeries(series.id)
  const done = () => {
    notify({ kind: 'info', text: t('series.changed') })
    onClose()
  }
  return (
    <SeriesForm
      initial={{ ...series, role: 'editor' }}
      withRole={false}
      submitLabel={t('common.save')}
      busy={change.isPending}
      failure={change.isError ? t('series.changeFailed', { why: problemWords(t, change.error) }) : null}
      onSubmit={({ title, question, rule }) => {
        const changed = changedRule(series.rule, rule, dateOf(new Date()))
        change.mutate({ title, question, rule: changed }, { onSuccess: done })
      }}
      onCancel={onClose}
    />
  )
}

function ShownSeries({ series, here, onClose }: { series: Series; here: string; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const [isChanging, setChanging] = useState(false)
  if (isChanging) return <ChangeSeries series={series} onClose={() => setChanging(false)} />
  const { title, question, rule, current, invitation } = series
  const isFacilitator = current !== null && may(current.role, 'series')
  const when = t('series.when', {
    day: weekdayName(i18n.language, rule.weekday),
    start: rule.start,
    zone: rule.timeZone,
    count: rule.minutes,
  })
  return (
    <>
      <div className={classes.row}>
        <h3 className={classes.title}>{title}</h3>
        {isFacilitator && (
          <Button size="compact-sm" variant="subtle" onClick={() => setChanging(true)}>
            {t('series.change')}
          </Button>
        )}
      </div>
      <Text c="dimmed">{when}</Text>
      {question !== '' && <p className={classes.question}>{question}</p>}
      <SeriesBoards series={series} here={here} mayPlayAgain={isFacilitator} onLeave={onClose} />
      {invitation && (
        <SeriesInvitation seriesId={series.id} invitation={invitation} mayRenew={isFacilitator} />
      )}
    </>
  )
}

/** The dialog. `seriesId` undefined: the board is of no series yet. `title`: of the board. */
export function SeriesDialog({
  boardId,
  title,
  seriesId: known,
  onClose,
}: {
  boardId: string
  title: string
  seriesId: string | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [made, setMade] = useState<string>()
  const seriesId = known ?? made
  const series = useSeries(seriesId)
  const failure = useFailure(series)
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t(seriesId === undefined ? 'series.makeTitle' : 'series.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {seriesId === undefined ? (
        <MakeSeries boardId={boardId} title={title} onMade={setMade} onClose={onClose} />
      ) : series.data ? (
        <ShownSeries series={series.data} here={boardId} onClose={onClose} />
      ) : (
        <Text role="status">{failure === null ? t('series.loading') : awaitedWords(t, failure)}</Text>
      )}
    </Modal>
  )
}
