/** What stands there when a part of the page threw. React has logged the error by then. */
import { useTranslation } from 'react-i18next'
import { StatePage } from '../ui/StatePage.tsx'
import { Reload, ToBoards } from './actions.tsx'

/** Says so plainly, and offers a reload. */
export function CrashPage() {
  const { t } = useTranslation()
  return (
    <StatePage
      alert
      title={t('states.crashTitle')}
      text={t('states.crash')}
      actions={
        <>
          <Reload />
          <ToBoards />
        </>
      }
    />
  )
}
