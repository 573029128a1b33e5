/** Asks before the whole drawing is cleared, since it goes for everyone. Excalidraw's own question does not say so. */
import { Button, Group, Modal, Text } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { DANGER } from '../ui/theme.ts'

export function ClearDialog(props: {
  readonly onClear: () => void
  readonly onClose: () => void
}): JSX.Element {
  const { onClear, onClose } = props
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('canvas.clearTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text>{t('canvas.clearExplain')}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button
          color={DANGER}
          onClick={() => {
            onClear()
            onClose()
          }}
        >
          {t('canvas.clearConfirm')}
        </Button>
      </Group>
    </Modal>
  )
}
