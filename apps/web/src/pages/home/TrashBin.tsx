/** The boards in the trash, and the way out of it. */
import type { TrashPage } from '@gamelan/protocol/http/boards'
import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ListDialog } from '../../ui/ListDialog.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import classes from './TrashBin.module.css'
import { useTakeOut, useTrash } from './use-boards.ts'

type TrashedBoard = TrashPage['boards'][number]

function Trashed({ board }: { board: TrashedBoard }) {
  const { t, i18n } = useTranslation()
  const notify = useNotify()
  const takeOut = useTakeOut(board.id)
  const title = board.title === '' ? t('common.untitled') : board.title
  const date = new Date(board.goneAt).toLocaleDateString(i18n.language, { dateStyle: 'long' })
  return (
    <li className={classes.board}>
      <div className={classes.what}>
        <span className={classes.title} title={title}>
          {title}
        </span>
        <span className={classes.gone}>{t('bin.gone', { date })}</span>
      </div>
      <Button
        variant="default"
        loading={takeOut.isPending}
        aria-label={t('bin.takeOutOf', { title })}
        onClick={() => {
          // Not in mutate's own options: those are forgotten with the row, which leaves the list first.
          takeOut.mutateAsync().then(
            () => notify({ kind: 'info', text: t('bin.done', { title }) }),
            (error: unknown) =>
              notify({ kind: 'error', text: t('bin.failed', { title, why: problemWords(t, error) }) }),
          )
        }}
      >
        {t('bin.takeOut')}
      </Button>
    </li>
  )
}

function TrashDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const trash = useTrash()
  const boards = trash.data?.pages.flatMap((page) => page.boards)
  return (
    <ListDialog
      title={t('bin.title')}
      explain={t('bin.explain')}
      words={{ away: t('bin.away'), loading: t('bin.loading'), more: t('bin.more'), empty: t('bin.empty') }}
      pages={trash}
      rows={boards?.map((board) => (
        <Trashed key={board.id} board={board} />
      ))}
      onClose={onClose}
    />
  )
}

/** The way to the trash, below the boards. */
export function TrashBin() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={classes.foot}>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconTrash size={17} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('bin.open')}
      </Button>
      {isOpen && <TrashDialog onClose={() => setOpen(false)} />}
    </div>
  )
}
