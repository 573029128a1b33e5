/** Asks before a board goes to the trash, since it closes for everyone. */
import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNotify } from '../../ui/notices.tsx'
import { DANGER } from '../../ui/theme.ts'
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
    <Modal
      opened
      onClose={onClose}
      title={t('trash.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text>{t('trash.explain', { title })}</Text>
      {trash.isError && (
        <Text role="alert" c="var(--mantine-color-error)" mt="sm">
          {t('trash.failed', { why: problemWords(t, trash.error) })}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button
          color={DANGER}
          loading={trash.isPending}
          onClick={() => {
            // Not in mutate's own options: those are forgotten with the card, which leaves the list first.
            trash.mutateAsync().then(
              () => notify({ kind: 'info', text: t('trash.done', { title }) }),
              () => undefined, // said in the dialog
            )
          }}
        >
          {t('trash.confirm')}
        </Button>
      </Group>
    </Modal>
  )
}
