/** The ways on from a page that says what happened. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

/** Leads to the list of boards; `prominent` where it is the best way on. */
export function ToBoards({ prominent = false }: { prominent?: boolean }) {
  const { t } = useTranslation()
  return (
    <Button component={Link} to="/" variant={prominent ? 'filled' : 'default'}>
      {t('common.toBoards')}
    </Button>
  )
}

/** Loads the page afresh. */
export function Reload() {
  const { t } = useTranslation()
  return <Button onClick={() => window.location.reload()}>{t('common.reload')}</Button>
}
