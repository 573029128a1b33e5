/** A dialog with a list that comes a page at a time, as the server has it. */
import { Button, Modal, Text } from '@mantine/core'
import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFailure } from '../http/use-failure.ts'
import classes from './ListDialog.module.css'

/** Where the list stands: what useInfiniteQuery says of it. */
type Pages = {
  readonly error: unknown
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): Promise<unknown>
}

export function ListDialog(props: {
  readonly title: string
  readonly explain: string
  /** `empty`: in place of a list without rows. */
  readonly words: {
    readonly away: string
    readonly loading: string
    readonly more: string
    readonly empty?: string
  }
  readonly pages: Pages
  /** One `li` each; undefined while nothing has come. */
  readonly rows: readonly ReactNode[] | undefined
  readonly onClose: () => void
}): JSX.Element {
  const { title, explain, words, pages, rows, onClose } = props
  const { t } = useTranslation()
  const failure = useFailure({ data: rows, error: pages.error })
  const said =
    rows === undefined
      ? failure !== null
        ? words.away
        : words.loading
      : rows.length === 0
        ? words.empty
        : undefined
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text c="dimmed" mb="md">
        {explain}
      </Text>
      {said !== undefined && <Text role="status">{said}</Text>}
      <ul className={classes.list}>{rows}</ul>
      {pages.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </Modal>
  )
}
