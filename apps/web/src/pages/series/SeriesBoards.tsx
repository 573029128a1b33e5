/** The boards of a series that one may see, and the way to its next. */
import type { Series } from '@gamelan/protocol/http/series'
import { Button, Text } from '@mantine/core'
import { IconPlayerTrackNext } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import classes from './Series.module.css'
import { usePlayAgain } from './use-series.ts'

function PlayAgain({ seriesId, newest, onDone }: { seriesId: string; newest: string; onDone: () => void }) {
  const { t } = useTranslation()
  const notify = useNotify()
  const navigate = useNavigate()
  const playAgain = usePlayAgain(seriesId)
  const play = () => {
    playAgain.mutate(newest, {
      onSuccess: (board) => {
        notify({ kind: 'info', text: t('series.playedAgain') })
        onDone()
        void navigate(`/b/${board.id}`)
      },
      onError: (error) =>
        notify({ kind: 'error', text: t('series.playAgainFailed', { why: problemWords(t, error) }) }),
    })
  }
  return (
    <Button
      leftSection={<IconPlayerTrackNext size={17} aria-hidden />}
      loading={playAgain.isPending}
      onClick={play}
    >
      {t('series.playAgain')}
    </Button>
  )
}

/** `mayPlayAgain`: a facilitator of the newest board is. `here`: the board on which this is shown. */
export function SeriesBoards({
  series: { id, boards, current },
  here,
  mayPlayAgain,
  onLeave,
}: {
  series: Series
  here: string
  mayPlayAgain: boolean
  onLeave: () => void
}) {
  const { t, i18n } = useTranslation()
  const date = (at: string) => new Date(at).toLocaleDateString(i18n.language, { dateStyle: 'medium' })
  return (
    <section className={classes.section}>
      <div className={classes.row}>
        <h4>{t('series.boards')}</h4>
        {mayPlayAgain && current && <PlayAgain seriesId={id} newest={current.id} onDone={onLeave} />}
      </div>
      {mayPlayAgain && <p className={classes.explain}>{t('series.playAgainExplain')}</p>}
      <ul className={classes.boards}>
        {boards.map((board) => {
          const title = board.title === '' ? t('common.untitled') : board.title
          return (
            <li key={board.id}>
              {board.id === here ? (
                <Text component="span" fw={600} truncate aria-current="page">
                  {t('series.thisBoard', { title })}
                </Text>
              ) : (
                <Link className={classes.boardTitle} to={`/b/${board.id}`} onClick={onLeave}>
                  {title}
                </Link>
              )}
              <time className={classes.date} dateTime={board.createdAt}>
                {date(board.createdAt)}
              </time>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
