/** Asks before the drawing becomes for all what it was at a moment. It can be taken back. */
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { useRestore } from './use-moments.ts'

export function RestoreDialog({
  boardId,
  seq,
  when,
  onClose,
}: {
  boardId: string
  seq: number
  when: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const restore = useRestore(boardId)
  return (
    <ConfirmDialog
      title={t('moments.restoreTitle')}
      explain={t('moments.restoreExplain', { when })}
      confirm={t('moments.restoreConfirm')}
      pending={restore.isPending}
      failure={
        restore.isError ? t('moments.restoreFailed', { why: problemWords(t, restore.error) }) : undefined
      }
      onConfirm={() =>
        restore.mutate(seq, {
          onSuccess({ before }) {
            notify({ kind: 'info', text: t('moments.restored', { when, before: before.name }) })
            onClose()
          },
        })
      }
      onClose={onClose}
    />
  )
}
