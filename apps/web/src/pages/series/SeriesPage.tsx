/**
 * Where the invitation of a series leads: onto whichever of its boards is the newest. Must never keep the key in the
 * address bar, which is on the shared screen.
 */
import { seriesIdSchema } from '@gamelan/protocol/ids'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useParams } from 'react-router'
import { useFailure } from '../../http/use-failure.ts'
import { useApi } from '../../http/api-context.tsx'
import { codeOf, isPassing } from '../../http/problem.ts'
import { StatePage } from '../../ui/StatePage.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { ToBoards } from '../actions.tsx'
import { Failed } from '../board/BoardGate.tsx'
import { keyFrom } from '../board/link-key.ts'
import { OpeningBoard } from '../OpeningBoard.tsx'
import { useTitle } from '../use-title.ts'
import { NameDialog } from '../you/NameDialog.tsx'
import { useMe } from '../you/use-me.ts'

function UnknownSeries() {
  const { t } = useTranslation()
  useTitle(t('series.unknownTitle'))
  return (
    <StatePage
      alert
      title={t('series.unknownTitle')}
      text={t('series.unknown')}
      actions={<ToBoards prominent />}
    />
  )
}

function Invited({ seriesId }: { seriesId: string }) {
  const { t } = useTranslation()
  const api = useApi()
  const navigate = useNavigate()
  const { hash } = useLocation()
  const key = keyFrom(hash)
  const me = useMe()
  const join = useQuery({
    queryKey: ['join-series', seriesId, key],
    queryFn: ({ signal }) => api.joinSeries(seriesId, key, signal),
    enabled: me.data != null && me.data.participant !== null,
    staleTime: 0,
    gcTime: 0,
  })
  const boardId = join.data?.boardId
  useEffect(() => {
    if (boardId !== undefined) void navigate(`/b/${boardId}`, { replace: true })
  }, [boardId, navigate])

  const notJoined = useFailure(join)
  const notKnown = useFailure(me)
  // Who is known to have no name yet is asked for it, also while that is looked up anew.
  const failure = notJoined ?? (me.data === undefined ? notKnown : null)
  if (failure !== null) {
    const retry = () => void (me.isError ? me.refetch() : join.refetch())
    if (codeOf(failure) === 'forbidden-or-unknown') return <UnknownSeries />
    return isPassing(failure) ? (
      <Failed title={t('states.awayTitle')} text={t('states.away')} onRetry={retry} />
    ) : (
      <Failed title={t('states.failedTitle')} text={problemWords(t, failure)} onRetry={retry} />
    )
  }
  if (me.data?.participant === null) {
    return <NameDialog title={t('name.title')} reason={t('series.invited')} submitLabel={t('name.enter')} />
  }
  return <OpeningBoard />
}

/** The page for `/s/:seriesId`. */
export function SeriesPage() {
  const checked = seriesIdSchema.safeParse(useParams()['seriesId'])
  return checked.success ? <Invited key={checked.data} seriesId={checked.data} /> : <UnknownSeries />
}
