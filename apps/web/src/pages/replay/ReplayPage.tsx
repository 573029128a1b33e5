/** A board's replay: the way in, its history, and then the player. */
import { useTranslation } from 'react-i18next'
import { useFailure } from '../../http/use-failure.ts'
import { Waiting } from '../../ui/Waiting.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { BoardGate, Failed } from '../board/BoardGate.tsx'
import type { LetIn } from '../board/BoardGate.tsx'
import { OpenReplay } from './OpenReplay.tsx'
import { useErasedNotice } from '../erase/use-erased-notice.ts'
import { useHistory } from './use-history.ts'

function Replay({ boardId, role, participant }: LetIn) {
  const { t } = useTranslation()
  const history = useHistory(boardId)
  const failure = useFailure(history)
  useErasedNotice(boardId, history.data?.generation)
  if (history.data) {
    return (
      <OpenReplay
        // What was read before something was erased is all let go of.
        key={history.data.generation}
        boardId={boardId}
        role={role}
        me={participant.id}
        history={history.data}
      />
    )
  }
  if (failure !== null) {
    return (
      <Failed
        title={t('replay.failedTitle')}
        text={problemWords(t, failure)}
        onRetry={() => void history.refetch()}
      />
    )
  }
  return <Waiting text={t('replay.loading')} />
}

/** The page for `/b/:boardId/replay`. */
export function ReplayPage() {
  return <BoardGate>{(letIn) => <Replay {...letIn} />}</BoardGate>
}
