/** One board in the list: what it looks like, what it is called, when it last changed, who was there. */
import type { BoardSummary } from '@gamelan/protocol/http/boards'
import { may } from '@gamelan/protocol/roles'
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Mark } from '../../ui/Mark.tsx'
import { PeopleRow } from '../../ui/PersonAvatar.tsx'
import { relativeTime } from '../../ui/relative-time.ts'
import classes from './BoardCard.module.css'
import { RenameDialog } from './RenameDialog.tsx'
import { TrashDialog } from './TrashDialog.tsx'

function CardMenu({ board, title }: { board: BoardSummary; title: string }) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'rename' | 'trash' | null>(null)
  const close = () => setDialog(null)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            className={classes.menu}
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('card.menu', { title })}
          >
            <IconDots size={19} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={17} aria-hidden />} onClick={() => setDialog('rename')}>
            {t('card.rename')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={17} aria-hidden />}
            color="var(--mantine-color-error)"
            onClick={() => setDialog('trash')}
          >
            {t('card.trash')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'rename' && <RenameDialog board={board} onClose={close} />}
      {dialog === 'trash' && <TrashDialog boardId={board.id} title={title} onClose={close} />}
    </>
  )
}

/** The card; `now` in milliseconds. The whole of it leads to the board. */
export function BoardCard({ board, now }: { board: BoardSummary; now: number }) {
  const { t, i18n } = useTranslation()
  const title = board.title === '' ? t('common.untitled') : board.title
  const when = relativeTime(Date.parse(board.changedAt), now, i18n.language)
  const names = board.people.map(({ name }) => name).join(', ')
  return (
    <article className={classes.card}>
      <div className={classes.picture}>
        {board.picture === null ? (
          <span className={classes.blank}>
            <Mark size={40} />
          </span>
        ) : (
          <img src={board.picture} alt="" loading="lazy" decoding="async" />
        )}
      </div>
      <div className={classes.text}>
        <div className={classes.head}>
          <h2 className={classes.title}>
            <Link to={`/b/${board.id}`} className={classes.link}>
              {title}
            </Link>
          </h2>
          {may(board.role, 'trash') && <CardMenu board={board} title={title} />}
        </div>
        <div className={classes.foot}>
          <time dateTime={board.changedAt} className={classes.when}>
            {when === undefined ? t('card.changedNow') : t('card.changed', { when })}
          </time>
          {board.people.length > 0 && (
            <PeopleRow
              people={board.people}
              count={board.peopleCount}
              label={t('card.people', { count: board.peopleCount, names })}
            />
          )}
        </div>
      </div>
    </article>
  )
}
