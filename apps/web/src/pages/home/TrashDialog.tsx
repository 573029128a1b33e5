/** Asks before a board goes to the trash, since it closes for everyone. */
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { useTrashBoard } from './use-boards.ts'

/** The dialog; closes when the board is in the trash. */
export function TrashDialog({
  boardId,
  title,
  onClose,
}: {
  boardId: string
  title: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const trash = useTrashBoard(boardId)
  return (
    <ConfirmDialog
      danger
      title={t('trash.title')}
      explain={t('trash.explain', { title })}
      confirm={t('trash.confirm')}
      pending={trash.isPending}
      failure={trash.isError ? t('trash.failed', { why: problemWords(t, trash.error) }) : undefined}
      onConfirm={() => {
        // Not in mutate's own options: those are forgotten with the card, which leaves the list first.
        trash.mutateAsync().then(
          () => notify({ kind: 'info', text: t('trash.done', { title }) }),
          () => undefined, // said in the dialog
        )
      }}
      onClose={onClose}
    />
  )
}
