/** The bar above a replay: which board it is of, showing it to everyone, and the way back to the board. */
import { Button } from '@mantine/core'
import { IconPresentation } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { FoldingButton } from '../../ui/FoldingButton.tsx'
import { PageBar } from '../../ui/PageBar.tsx'
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
    <PageBar back={{ to: `/b/${boardId}`, label: t('replay.toBoard') }} title={title}>
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
    </PageBar>
  )
}
