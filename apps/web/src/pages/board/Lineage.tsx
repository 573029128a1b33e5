/** Where a board comes from: a line beside its title that leads to that very moment, or to the board of its session. */
import type { Board, Parent } from '@gamelan/protocol/http/boards'
import { IconGitFork, IconUsersGroup } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import classes from './TopBar.module.css'

/** What a board is called, named or not. */
export const titleOf = (t: TFunction, { title }: { readonly title: string }): string =>
  title === '' ? t('common.untitled') : title

/** The session to which a board belongs, by that one's board. */
export function PartOf({ board }: { board: NonNullable<Board['sessionBoard']> }) {
  const { t } = useTranslation()
  const title = titleOf(t, board)
  return (
    <Link className={classes.lineage} to={`/b/${board.id}`} title={t('board.partOf', { title })}>
      <IconUsersGroup size={14} aria-hidden /> {t('board.partOf', { title })}
    </Link>
  )
}

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
  const words = t('moments.from', { title: titleOf(t, { title }), when })
  return (
    <Link className={classes.lineage} to={`/b/${id}/replay?at=${String(seq)}`} title={words}>
      {icon} {words}
    </Link>
  )
}
