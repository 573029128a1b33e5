/** In place of the session's panel as long as there is no session to show: not yet, or not now. */
import { CloseButton, Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './SessionPanel.module.css'

export function SessionAwaited({ isAway, onClose }: { isAway: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <aside className={classes.panel} aria-label={t('session.title')} aria-busy>
      <div className={classes.head}>
        <p className={classes.awaited} role="status">
          {t(isAway ? 'session.away' : 'session.joining')}
        </p>
        <CloseButton aria-label={t('session.close')} onClick={onClose} />
      </div>
      <div className={classes.body}>
        <Loader type="dots" aria-hidden="true" />
      </div>
    </aside>
  )
}
