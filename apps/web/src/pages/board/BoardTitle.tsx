/** The board's title, which becomes a field when it is clicked. Enter keeps it, Escape does not. */
import { titleSchema } from '@gamelan/protocol/http/boards'
import { TITLE_LENGTH } from '@gamelan/protocol/limits'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import classes from './BoardTitle.module.css'
import { useRename } from './use-board.ts'

/** The title; empty: nobody has named the board yet; undefined: not known yet. */
export function BoardTitle({
  boardId,
  title,
  editable,
}: {
  boardId: string
  title: string | undefined
  editable: boolean
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const rename = useRename(boardId)
  const [draft, setDraft] = useState<string | null>(null)
  const shown = title === '' ? t('common.untitled') : title

  const keep = (text: string) => {
    setDraft(null)
    const checked = titleSchema.safeParse(text)
    if (!checked.success || checked.data === title) return
    rename.mutate(checked.data, {
      onError: (error) =>
        notify({ kind: 'error', text: t('rename.failed', { why: problemWords(t, error) }) }),
    })
  }

  if (shown === undefined || !editable) return <h1 className={classes.title}>{shown}</h1>
  if (draft !== null) {
    return (
      <input
        ref={(field) => {
          if (field !== null && document.activeElement !== field) field.select()
        }}
        className={classes.field}
        aria-label={t('board.title')}
        maxLength={TITLE_LENGTH}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => keep(draft)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep(draft)
          if (event.key === 'Escape') setDraft(null)
        }}
      />
    )
  }
  return (
    <h1 className={classes.title}>
      <button
        type="button"
        className={title === '' ? `${classes.button} ${classes.unnamed}` : classes.button}
        aria-label={t('board.editTitle', { title: shown })}
        title={shown}
        onClick={() => setDraft(title ?? '')}
      >
        {shown}
      </button>
    </h1>
  )
}
