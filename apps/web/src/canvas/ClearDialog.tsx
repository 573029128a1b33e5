/** Asks before the whole drawing is cleared, since it goes for everyone. Excalidraw's own question does not say so. */
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'

export function ClearDialog(props: {
  readonly onClear: () => void
  readonly onClose: () => void
}): JSX.Element {
  const { onClear, onClose } = props
  const { t } = useTranslation()
  return (
    <ConfirmDialog
      danger
      title={t('canvas.clearTitle')}
      explain={t('canvas.clearExplain')}
      confirm={t('canvas.clearConfirm')}
      onConfirm={() => {
        onClear()
        onClose()
      }}
      onClose={onClose}
    />
  )
}
