/** A board's address: who one is, whether one may in, and then the board itself. */
import { boardIdSchema } from '@gamelan/protocol/ids'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { StatePage } from '../../ui/StatePage.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { ToBoards } from '../actions.tsx'
import { OpeningBoard } from '../OpeningBoard.tsx'
import { useTitle } from '../use-title.ts'
import { NameDialog } from '../you/NameDialog.tsx'
import { OpenBoard } from './OpenBoard.tsx'
import { useJoin } from './use-join.ts'

function UnknownBoard() {
  const { t } = useTranslation()
  useTitle(t('states.unknownTitle'))
  return (
    <StatePage
      alert
      title={t('states.unknownTitle')}
      text={t('states.unknown')}
      actions={<ToBoards prominent />}
    />
  )
}

function Failed({ title, text, onRetry }: { title: string; text: string; onRetry: () => void }) {
  const { t } = useTranslation()
  useTitle(title)
  const actions = (
    <>
      <Button onClick={onRetry}>{t('common.retry')}</Button>
      <ToBoards />
    </>
  )
  return <StatePage alert title={title} text={text} actions={actions} />
}

function Board({ boardId }: { boardId: string }) {
  const { t } = useTranslation()
  const { joining, retry } = useJoin(boardId)
  if (joining.state === 'open') {
    return <OpenBoard boardId={boardId} role={joining.role} participant={joining.participant} />
  }
  if (joining.state === 'unknown') return <UnknownBoard />
  if (joining.state === 'away') {
    return <Failed title={t('states.awayTitle')} text={t('states.away')} onRetry={retry} />
  }
  if (joining.state === 'failed') {
    return <Failed title={t('states.failedTitle')} text={problemWords(t, joining.error)} onRetry={retry} />
  }
  if (joining.state === 'name-needed') {
    return <NameDialog title={t('name.title')} reason={t('name.invited')} submitLabel={t('name.enter')} />
  }
  return <OpeningBoard />
}

/** The page for `/b/:boardId`. */
export function BoardPage() {
  const { boardId } = useParams()
  const checked = boardIdSchema.safeParse(boardId)
  return checked.success ? <Board key={checked.data} boardId={checked.data} /> : <UnknownBoard />
}
