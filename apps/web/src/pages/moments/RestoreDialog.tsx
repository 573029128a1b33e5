/** Asks before the drawing becomes for all what it was at a moment. It can be taken back. */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { markName } from './mark-name.ts'
import { useRestore } from './use-moments.ts'

export function RestoreDialog({
  boardId,
  seq,
  when,
  onRestored,
  onClose,
}: {
  boardId: string
  seq: number
  when: string
  /** Called with the change that made the drawing what it was. */
  onRestored: (seq: number) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const navigate = useNavigate()
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
        restore.mutate(
          { seq, when },
          {
            onSuccess({ seq: restored, before }) {
              notify({
                kind: 'info',
                text: t('moments.restored', { when, before: markName(t, before) }),
                actions: [{ label: t('moments.openBoard'), onSelect: () => void navigate(`/b/${boardId}`) }],
              })
              onRestored(restored)
              onClose()
            },
          },
        )
      }
      onClose={onClose}
    />
  )
}
