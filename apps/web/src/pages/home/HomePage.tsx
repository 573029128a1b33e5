/** Home: the boards that this visitor has opened or made. */
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { useTitle } from '../use-title.ts'
import { NameDialog } from '../you/NameDialog.tsx'
import { useMe } from '../you/use-me.ts'
import { BoardList } from './BoardList.tsx'
import { Header } from './Header.tsx'
import classes from './HomePage.module.css'
import { TrashBin } from './TrashBin.tsx'
import { useBoards, useCreateBoard } from './use-boards.ts'
import { Welcome } from './Welcome.tsx'

const SEARCH_DELAY_MS = 250

/** The page. */
export function HomePage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const notify = useNotify()
  const me = useMe()
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search.trim(), SEARCH_DELAY_MS)
  const boards = useBoards(q)
  const createBoard = useCreateBoard()
  const [naming, setNaming] = useState(false)
  useTitle()

  const create = () => {
    createBoard.mutateAsync().then(
      (board) => navigate(`/b/${board.id}`),
      (error: unknown) =>
        notify({ kind: 'error', text: t('home.notCreated', { why: problemWords(t, error) }) }),
    )
  }
  const nameless = me.data?.participant === null
  const none = q === '' && boards.data?.pages.every((page) => page.boards.length === 0) === true
  const first = nameless && none && !boards.isPlaceholderData

  return (
    <div className={classes.page}>
      <Header
        search={first ? null : { value: search, onChange: setSearch }}
        newBoard={
          first
            ? null
            : { busy: createBoard.isPending, onClick: () => (nameless ? setNaming(true) : create()) }
        }
      />
      <main className={classes.main}>
        {first ? (
          <Welcome busy={createBoard.isPending} onNamed={create} />
        ) : (
          <>
            <BoardList boards={boards} q={q} />
            <TrashBin />
          </>
        )}
      </main>
      {naming && (
        <NameDialog
          title={t('name.title')}
          reason={t('name.why')}
          submitLabel={t('home.newBoard')}
          onDone={() => {
            setNaming(false)
            create()
          }}
          onClose={() => setNaming(false)}
        />
      )}
    </div>
  )
}
