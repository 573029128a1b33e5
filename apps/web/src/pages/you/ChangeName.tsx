/** Lets somebody who is known already take another name or colour. */
import { useTranslation } from 'react-i18next'
import { NameDialog } from './NameDialog.tsx'

/** The dialog; closes when the server has the name, or when it is put away. */
export function ChangeName({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <NameDialog
      title={t('name.titleAgain')}
      reason={t('name.why')}
      submitLabel={t('name.keep')}
      onDone={onClose}
      onClose={onClose}
    />
  )
}
