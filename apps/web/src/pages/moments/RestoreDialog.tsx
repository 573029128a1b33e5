/** Asks before the drawing becomes for all what it was at a moment. It can be taken back. */
import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
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
    <Modal
      opened
      onClose={onClose}
      title={t('moments.restoreTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text>{t('moments.restoreExplain', { when })}</Text>
      {restore.isError && (
        <Text role="alert" c="var(--mantine-color-error)" mt="sm">
          {t('moments.restoreFailed', { why: problemWords(t, restore.error) })}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button
          loading={restore.isPending}
          onClick={() =>
            restore.mutate(seq, {
              onSuccess({ before }) {
                notify({ kind: 'info', text: t('moments.restored', { when, before: before.name }) })
                onClose()
              },
            })
          }
        >
          {t('moments.restoreConfirm')}
        </Button>
      </Group>
    </Modal>
  )
}
