/** A round that was revealed: what each drew alone, side by side. Must never ask for a board before the session names it. */
import type { Round } from '@gamelan/protocol/session/rounds'
import type { SessionState } from '@gamelan/protocol/session/session'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useFailure } from '../../../http/use-failure.ts'
import { PageBar } from '../../../ui/PageBar.tsx'
import { StatePage } from '../../../ui/StatePage.tsx'
import { Waiting } from '../../../ui/Waiting.tsx'
import { BoardGate, type LetIn } from '../../board/BoardGate.tsx'
import { EndedPage } from '../../board/Ended.tsx'
import { useTitle } from '../../use-title.ts'
import { useOutbox, useSession, useSessionSnapshot } from '../use-session.ts'
import { Pane } from './Pane.tsx'
import { useRoundDrawings } from './use-round-drawings.ts'
import classes from './RoundPage.module.css'

function NotHere({ boardId, title, text }: { boardId: string; title: string; text: string }) {
  const { t } = useTranslation()
  useTitle(title)
  return (
    <StatePage
      alert
      title={title}
      text={text}
      actions={
        <Button component={Link} to={`/b/${boardId}`}>
          {t('session.rounds.toBoard')}
        </Button>
      }
    />
  )
}

function SideBySide({
  boardId,
  round,
  state,
  me,
}: {
  boardId: string
  round: Round
  state: SessionState
  me: string
}) {
  const { t } = useTranslation()
  useTitle(t('session.rounds.pageTitle', { question: round.question }))
  const drawings = useRoundDrawings(boardId, round.id)
  const failure = useFailure(drawings)
  const drawingOf = (board: string) =>
    failure === null ? drawings.data && (drawings.data.get(board) ?? null) : null
  const panes = Object.entries(round.boards)
    .map(([id, board]) => ({ id, board, name: state.people.people[id]?.name ?? t('session.wheel.somebody') }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <div className={classes.page}>
      <PageBar
        back={{ to: `/b/${boardId}`, label: t('session.rounds.back') }}
        title={round.question}
        isWhole
      />
      <main className={classes.panes} data-count={Math.min(panes.length, 3)}>
        {panes.map(({ id, board, name }) => (
          <Pane
            key={board}
            boardId={board}
            sessionBoard={boardId}
            name={name}
            isMine={id === me}
            drawing={drawingOf(board)}
            onRetry={() => void drawings.refetch()}
          />
        ))}
      </main>
    </div>
  )
}

function OpenRoundPage({ boardId, participant }: LetIn) {
  const { t } = useTranslation()
  const { roundId } = useParams()
  const session = useSession(boardId)
  useOutbox(session, boardId)
  const { state, line } = useSessionSnapshot(session)
  if (line === 'ended') return <EndedPage ended="forbidden" />
  if (state === null) {
    return line === 'lost' ? (
      <NotHere boardId={boardId} title={t('session.rounds.awayTitle')} text={t('session.rounds.away')} />
    ) : (
      <Waiting text={t('session.rounds.loading')} />
    )
  }
  const round = state.rounds.find(({ id }) => id === roundId)
  if (round === undefined) {
    return (
      <NotHere boardId={boardId} title={t('session.rounds.unknown')} text={t('session.rounds.unknownText')} />
    )
  }
  if (round.revealedAt === null) {
    return (
      <NotHere boardId={boardId} title={t('session.rounds.notYet')} text={t('session.rounds.notYetText')} />
    )
  }
  return <SideBySide boardId={boardId} round={round} state={state} me={participant.id} />
}

/** The page for `/b/:boardId/rounds/:roundId`. */
export function RoundPage() {
  return <BoardGate>{(letIn) => <OpenRoundPage {...letIn} />}</BoardGate>
}
