/** Turns the sound of a timer's end off and on, for this browser. */
import { ActionIcon } from '@mantine/core'
import { IconBell, IconBellOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useWantsSound } from './use-timer-sound.ts'

export function SoundSwitch() {
  const { t } = useTranslation()
  const [wanted, want] = useWantsSound()
  const Icon = wanted ? IconBell : IconBellOff
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      aria-label={t('session.timer.sound')}
      aria-pressed={wanted}
      onClick={() => want(!wanted)}
    >
      <Icon size={17} aria-hidden />
    </ActionIcon>
  )
}
