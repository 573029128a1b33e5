/** The bar above a replay: which board it is of, showing it to everyone, and the way back to the board. */
import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconPresentation } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { FoldingButton } from '../../ui/FoldingButton.tsx'
import classes from './ReplayPage.module.css'

export function ReplayHeader({
  boardId,
  title,
  onLead,
}: {
  boardId: string
  title: string
  /** Shows it to everyone; undefined: one may not, or does so already. */
  onLead: (() => void) | undefined
}) {
  const { t } = useTranslation()
  return (
    <header className={classes.bar}>
      <Tooltip label={t('replay.toBoard')}>
        <ActionIcon
          component={Link}
          to={`/b/${boardId}`}
          variant="subtle"
          color="gray"
          size={36}
          className={classes.icon}
          aria-label={t('replay.toBoard')}
        >
          <IconArrowLeft size={20} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <h1 className={classes.title}>{title}</h1>
      <span className={classes.badge}>{t('replay.badge')}</span>
      <span className={classes.space} />
      {onLead && (
        <FoldingButton
          label={t('replay.lead')}
          icon={<IconPresentation size={18} aria-hidden />}
          variant="default"
          onClick={onLead}
        />
      )}
      <Button component={Link} to={`/b/${boardId}`} size="sm" variant="light" className={classes.toNow}>
        {t('replay.toNow')}
      </Button>
    </header>
  )
}
