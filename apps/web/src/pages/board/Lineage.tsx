/** Where a board was forked from: a line beside its title that leads to that very moment. */
import type { Parent } from '@gamelan/protocol/http/boards'
import { IconGitFork } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import classes from './TopBar.module.css'

export function Lineage({ parent }: { parent: Parent }) {
  const { t, i18n } = useTranslation()
  const when = new Date(parent.at).toLocaleDateString(i18n.language, { day: 'numeric', month: 'long' })
  const icon = <IconGitFork size={14} aria-hidden />
  if (parent.id === null) {
    return (
      <span className={classes.lineage}>
        {icon} {t('moments.fromHidden', { when })}
      </span>
    )
  }
  const { id, title, seq } = parent
  const words = t('moments.from', { title: title === '' ? t('common.untitled') : title, when })
  return (
    <Link className={classes.lineage} to={`/b/${id}/replay?at=${String(seq)}`} title={words}>
      {icon} {words}
    </Link>
  )
}
