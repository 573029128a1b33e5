/**
 * Whether what was drawn is safe (S2): an icon, a word, and an explanation. Must never say that this browser stores work
 * which it does not.
 */
import { Tooltip, VisuallyHidden } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconPlugConnected,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SaveState } from '../../sync/board-connection.ts'
import classes from './SaveStateMark.module.css'

const ICONS = {
  connecting: IconPlugConnected,
  saving: IconCloudUp,
  saved: IconCloudCheck,
  offline: IconCloudOff,
  'not-saved': IconAlertTriangle,
} as const satisfies Record<SaveState, unknown>

const isTrouble = (state: SaveState): boolean => state === 'offline' || state === 'not-saved'

/** The mark. Screen readers hear of trouble and of its end, not of every stroke that is saved. */
export function SaveStateMark({
  state,
  isStored,
  hasDrawing,
}: {
  state: SaveState
  isStored: boolean
  /** Whether the drawing has loaded; before that there is nothing to draw on. */
  hasDrawing: boolean
}) {
  const { t } = useTranslation()
  const [announced, setAnnounced] = useState('')
  const words =
    state === 'offline' && !hasDrawing
      ? 'saveStateUnloaded.offline'
      : (`${isStored ? 'saveState' : 'saveStateInTab'}.${state}` as const)
  const label = t(`${words}.label`)
  const explain = t(`${words}.explain`)
  const isNews = isTrouble(state) || (announced !== '' && state === 'saved')
  const news = isNews ? `${label}. ${explain}` : announced
  if (news !== announced) setAnnounced(news)
  const Icon = ICONS[isStored || !hasDrawing || !isTrouble(state) ? state : 'not-saved']
  return (
    <>
      <Tooltip label={explain} multiline w={260} events={{ hover: true, focus: true, touch: true }}>
        <button
          type="button"
          className={classes.mark}
          data-state={state}
          data-stored={isStored}
          aria-label={`${label}. ${explain}`}
        >
          <Icon size={19} aria-hidden />
          <span className={classes.label}>{label}</span>
        </button>
      </Tooltip>
      <VisuallyHidden role="status">{announced}</VisuallyHidden>
    </>
  )
}
