/** What plays: back and on by a change or a mark, play, speed, and where one looks. All of it has a key. */
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import {
  IconBookmarks,
  IconChevronLeft,
  IconChevronRight,
  IconFocusCentered,
  IconLayersDifference,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Speed } from '../../replay/playback.ts'
import { SPEEDS } from '../../replay/playback.ts'
import type { PlayerState } from '../../replay/player.ts'
import { clockOf } from '../../replay/words-of-time.ts'
import classes from './Controls.module.css'

function IconButton({
  className,
  label,
  onClick,
  isPressed,
  isDisabled = false,
  children,
}: {
  className?: string | undefined
  label: string
  onClick: () => void
  isPressed?: boolean
  isDisabled?: boolean
  children: ReactNode
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        className={`${classes.button ?? ''} ${className ?? ''}`}
        variant={isPressed === true ? 'light' : 'subtle'}
        color={isPressed === true ? 'bronze' : 'gray'}
        size={36}
        aria-label={label}
        aria-pressed={isPressed}
        disabled={isDisabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

export function Controls({
  state,
  hasMarks,
  moment,
  detail,
  onToggle,
  onStep,
  onMark,
  onSpeed,
  onFollow,
  isComparing,
  onCompare,
  isListOpen,
  onList,
  children,
}: {
  state: PlayerState
  hasMarks: boolean
  /** When what is shown was. */
  moment: string
  /** Which change it is, and whose. */
  detail: string
  onToggle: () => void
  onStep: (by: 1 | -1) => void
  onMark: (by: 1 | -1) => void
  onSpeed: (speed: Speed) => void
  onFollow: (isFollowing: boolean) => void
  isComparing: boolean
  onCompare: () => void
  /** The list of named moments. */
  isListOpen: boolean
  onList: () => void
  /** What else stands at the end of the bar. */
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const { isPlaying, isFollowing, speed, position, length } = state
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('replay.controls')}>
      {hasMarks && (
        <IconButton className={classes.wide} label={t('replay.markBack')} onClick={() => onMark(-1)}>
          <IconPlayerTrackPrev size={18} aria-hidden />
        </IconButton>
      )}
      <IconButton label={t('replay.back')} onClick={() => onStep(-1)}>
        <IconChevronLeft size={21} aria-hidden />
      </IconButton>
      <Tooltip label={isPlaying ? t('replay.pause') : t('replay.play')}>
        <ActionIcon
          variant="filled"
          radius="xl"
          size={40}
          aria-label={isPlaying ? t('replay.pause') : t('replay.play')}
          onClick={onToggle}
        >
          {isPlaying ? (
            <IconPlayerPauseFilled size={19} aria-hidden />
          ) : (
            <IconPlayerPlayFilled size={19} aria-hidden />
          )}
        </ActionIcon>
      </Tooltip>
      <IconButton label={t('replay.on')} onClick={() => onStep(1)}>
        <IconChevronRight size={21} aria-hidden />
      </IconButton>
      {hasMarks && (
        <IconButton className={classes.wide} label={t('replay.markOn')} onClick={() => onMark(1)}>
          <IconPlayerTrackNext size={18} aria-hidden />
        </IconButton>
      )}
      <Menu position="top" width={120}>
        <Menu.Target>
          <Button
            className={classes.speed}
            variant="subtle"
            color="gray"
            size="compact-md"
            c="var(--mantine-color-text)"
            aria-label={t('replay.speed', { speed: String(speed) })}
          >
            {t('replay.times', { speed: String(speed) })}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {SPEEDS.toReversed().map((each) => (
            <Menu.Item key={each} fw={each === speed ? 700 : undefined} onClick={() => onSpeed(each)}>
              {t('replay.times', { speed: String(each) })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span
        className={classes.time}
        title={t('replay.filmTime', { at: clockOf(position), of: clockOf(length) })}
      >
        {moment}
      </span>
      <span className={classes.more}>{detail}</span>
      <span className={classes.space} />
      <IconButton label={t('moments.open')} isPressed={isListOpen} onClick={onList}>
        <IconBookmarks size={20} aria-hidden />
      </IconButton>
      <IconButton
        label={isComparing ? t('replay.comparing') : t('replay.compare')}
        isPressed={isComparing}
        onClick={onCompare}
      >
        <IconLayersDifference size={20} aria-hidden />
      </IconButton>
      <IconButton
        label={isFollowing ? t('replay.following') : t('replay.follow')}
        isPressed={isFollowing}
        onClick={() => onFollow(!isFollowing)}
      >
        <IconFocusCentered size={20} aria-hidden />
      </IconButton>
      {children}
    </div>
  )
}
