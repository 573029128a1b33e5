/** The series that a board belongs to: its name beside the title, which opens it. */
import { UnstyledButton } from '@mantine/core'
import { IconCalendarRepeat } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './SeriesName.module.css'

export function SeriesName({ title, onOpen }: { title: string; onOpen: () => void }) {
  const { t } = useTranslation()
  return (
    <UnstyledButton
      className={classes.name}
      title={title}
      aria-label={t('series.openOf', { title })}
      onClick={onOpen}
    >
      <IconCalendarRepeat size={14} aria-hidden /> <span className={classes.words}>{title}</span>
    </UnstyledButton>
  )
}
