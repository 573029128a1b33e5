/**
 * The cards, and what stands there instead: loading, none yet, nothing found, server away. Must never take cards away for want
 * of the server: they stay, and are said to be old.
 */
import { Button, Skeleton, Text, Title, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isPassing } from '../../http/problem.ts'
import { useLastFound } from '../../http/use-last-found.ts'
import { StatePage } from '../../ui/StatePage.tsx'
import { useNow } from '../../ui/use-now.ts'
import { problemWords } from '../../words/problem-words.ts'
import { BoardCard } from './BoardCard.tsx'
import classes from './HomePage.module.css'
import type { useBoards } from './use-boards.ts'

const SKELETONS = [0, 1, 2, 3, 4, 5]

function Loading() {
  const { t } = useTranslation()
  return (
    <>
      <Title order={1} className={classes.heading}>
        {t('home.title')}
      </Title>
      <div className={classes.grid} aria-busy="true" role="status" aria-label={t('home.loading')}>
        {SKELETONS.map((n) => (
          <Skeleton key={n} height={260} radius={12} className={classes.skeleton} />
        ))}
      </div>
    </>
  )
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const away = isPassing(error)
  return (
    <StatePage
      isPart
      alert
      title={away ? t('states.awayTitle') : t('states.failedTitle')}
      text={away ? t('states.away') : problemWords(t, error)}
      actions={
        <Button variant="default" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      }
    />
  )
}

/** The list for the search `q`. */
export function BoardList({ boards, q }: { boards: ReturnType<typeof useBoards>; q: string }) {
  const { t } = useTranslation()
  const now = useNow()
  const { data, isOfBefore, failure } = useLastFound(boards)
  const cards = data?.pages.flatMap((page) => page.boards)
  // That nothing was found before is no answer to what is looked for now.
  if (cards === undefined || (cards.length === 0 && isOfBefore)) {
    return failure === null ? <Loading /> : <Failed error={failure} onRetry={() => void boards.refetch()} />
  }
  if (cards.length === 0) {
    return q === '' ? (
      <StatePage isPart title={t('home.emptyTitle')} text={t('home.empty')} />
    ) : (
      <StatePage isPart title={t('home.nothingFoundTitle')} text={t('home.nothingFound', { query: q })} />
    )
  }
  return (
    <>
      <Title order={1} className={classes.heading}>
        {t('home.title')}
      </Title>
      <VisuallyHidden role="status">
        {q === '' || isOfBefore ? '' : t('home.found', { count: cards.length })}
      </VisuallyHidden>
      {isPassing(failure) && !boards.isFetchNextPageError && (
        <Text role="status" c="dimmed" mb="md">
          {q !== '' && isOfBefore ? t('home.awaySearch', { query: q }) : t('home.away')}
        </Text>
      )}
      <div className={classes.grid}>
        {cards.map((board) => (
          <BoardCard key={board.id} board={board} now={now} />
        ))}
      </div>
      {boards.hasNextPage && (
        <div className={classes.more}>
          {boards.isFetchNextPageError && (
            <Text role="alert">{t('home.moreFailed', { why: problemWords(t, boards.error) })}</Text>
          )}
          <Button
            variant="default"
            loading={boards.isFetchingNextPage}
            onClick={() => void boards.fetchNextPage()}
          >
            {t('home.more')}
          </Button>
        </div>
      )}
    </>
  )
}
