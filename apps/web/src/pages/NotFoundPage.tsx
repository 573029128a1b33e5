/** An address that leads nowhere. */
import { useTranslation } from 'react-i18next'
import { StatePage } from '../ui/StatePage.tsx'
import { ToBoards } from './actions.tsx'
import { useTitle } from './use-title.ts'

/** Says so, and leads home. */
export function NotFoundPage() {
  const { t } = useTranslation()
  useTitle(t('states.notFoundTitle'))
  return (
    <StatePage
      title={t('states.notFoundTitle')}
      text={t('states.notFound')}
      actions={<ToBoards prominent />}
    />
  )
}
