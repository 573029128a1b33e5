/** The way into what stands at a board's address: who one is, and whether one may in; what else there is to say. */
import type { Participant } from '@gamelan/protocol/http/boards'
import { boardIdSchema } from '@gamelan/protocol/ids'
import type { Role } from '@gamelan/protocol/roles'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { StatePage } from '../../ui/StatePage.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { ToBoards } from '../actions.tsx'
import { OpeningBoard } from '../OpeningBoard.tsx'
import { useTitle } from '../use-title.ts'
import { NameDialog } from '../you/NameDialog.tsx'
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

export function Failed({ title, text, onRetry }: { title: string; text: string; onRetry: () => void }) {
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

export type LetIn = { readonly boardId: string; readonly role: Role; readonly participant: Participant }

function Gate({ boardId, children }: { boardId: string; children: (letIn: LetIn) => ReactNode }) {
  const { t } = useTranslation()
  const { joining, naming, retry } = useJoin(boardId)
  if (joining.state === 'open') {
    return children({ boardId, role: joining.role, participant: joining.participant })
  }
  if (joining.state === 'unknown') return <UnknownBoard />
  if (joining.state === 'away') {
    return <Failed title={t('states.awayTitle')} text={t('states.away')} onRetry={retry} />
  }
  if (joining.state === 'failed') {
    return <Failed title={t('states.failedTitle')} text={problemWords(t, joining.error)} onRetry={retry} />
  }
  if (joining.state === 'name-needed') {
    return (
      <NameDialog
        title={t('name.title')}
        reason={t('name.invited')}
        submitLabel={t('name.enter')}
        naming={naming}
      />
    )
  }
  return <OpeningBoard />
}

/** What stands at the address, for who is let in. */
export function BoardGate({ children }: { children: (letIn: LetIn) => ReactNode }) {
  const { boardId } = useParams()
  const checked = boardIdSchema.safeParse(boardId)
  return checked.success ? (
    <Gate key={checked.data} boardId={checked.data}>
      {children}
    </Gate>
  ) : (
    <UnknownBoard />
  )
}
