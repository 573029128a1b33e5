/** Asks before something is done that others will notice. Must never do it by itself, nor close before it is done. */
import { Button, Group, Modal, Text } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { DANGER } from './theme.ts'

export function ConfirmDialog(props: {
  readonly title: string
  readonly explain: string
  readonly confirm: string
  /** Whether something goes that others have. */
  readonly danger?: boolean
  readonly pending?: boolean
  /** Why it was not done. */
  readonly failure?: string | undefined
  readonly onConfirm: () => void
  readonly onClose: () => void
}): JSX.Element {
  const { title, explain, confirm, danger = false, pending = false, failure, onConfirm, onClose } = props
  const { t } = useTranslation()
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Text>{explain}</Text>
      {failure !== undefined && (
        <Text role="alert" c="var(--mantine-color-error)" mt="sm">
          {failure}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button {...(danger && { color: DANGER })} loading={pending} onClick={onConfirm}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  )
}
