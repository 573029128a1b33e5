/** The head of home: whose page this is, the search, and the way to a new board. */
import { ActionIcon, Button, CloseButton, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Mark } from '../../ui/Mark.tsx'
import { YouMenu } from '../you/YouMenu.tsx'
import classes from './Header.module.css'

/** The head. `search` and `newBoard` are null where there is nothing to search, or another way to begin. */
export function Header({
  search,
  newBoard,
}: {
  search: { value: string; onChange: (value: string) => void } | null
  newBoard: { busy: boolean; onClick: () => void } | null
}) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  useHotkeys([['/', () => field.current?.focus()]])
  return (
    <header className={classes.header}>
      <div className={classes.inner}>
        <Link to="/" className={classes.brand}>
          <Mark size={28} />
          <span className={classes.name}>{t('app.name')}</span>
        </Link>
        {search === null ? (
          <span className={classes.space} />
        ) : (
          <TextInput
            ref={field}
            type="search"
            className={classes.search}
            aria-label={t('home.search')}
            aria-keyshortcuts="/"
            title={t('home.searchHint')}
            placeholder={t('home.search')}
            leftSection={<IconSearch size={17} aria-hidden />}
            rightSection={
              search.value === '' ? (
                <kbd className={classes.key} aria-hidden="true">
                  /
                </kbd>
              ) : (
                <CloseButton
                  size="sm"
                  aria-label={t('home.clearSearch')}
                  onClick={() => {
                    search.onChange('')
                    field.current?.focus()
                  }}
                />
              )
            }
            value={search.value}
            onChange={(event) => search.onChange(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') search.onChange('')
            }}
          />
        )}
        {newBoard !== null && (
          <>
            <Button
              className={classes.newWide}
              leftSection={<IconPlus size={18} aria-hidden />}
              loading={newBoard.busy}
              onClick={newBoard.onClick}
            >
              {t('home.newBoard')}
            </Button>
            <ActionIcon
              className={classes.newNarrow}
              variant="filled"
              size={36}
              aria-label={t('home.newBoard')}
              loading={newBoard.busy}
              onClick={newBoard.onClick}
            >
              <IconPlus size={20} aria-hidden />
            </ActionIcon>
          </>
        )}
        <YouMenu />
      </div>
    </header>
  )
}
