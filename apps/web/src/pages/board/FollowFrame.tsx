/** Shows that the view is somebody else's: a frame in their colour, and the way out. */
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './FollowFrame.module.css'
import type { Here } from './people-here.ts'

/** The frame around the drawing. It lets every click through but those on its button. */
export function FollowFrame({ leader, onStop }: { leader: Here; onStop: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={classes.frame} style={{ '--color': leader.color } as CSSProperties}>
      <div className={classes.label}>
        <span role="status">{t('people.following', { name: leader.name })}</span>
        <button type="button" className={classes.stop} onClick={onStop}>
          {t('people.stop')}
        </button>
      </div>
    </div>
  )
}
