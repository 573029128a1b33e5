/**
 * The board's title, which becomes a field when it is clicked. Enter keeps it, Escape does not. Must never lose what
 * was typed: a title that cannot be kept stays in the field, with the reason beside it.
 */
import { titleSchema } from '@gamelan/protocol/http/boards'
import { TITLE_LENGTH } from '@gamelan/protocol/limits'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lineFault } from '../../ui/line-fault.ts'
import { problemWords } from '../../words/problem-words.ts'
import classes from './BoardTitle.module.css'
import { useRename } from './use-board.ts'

/** What stands in the field, and why it was not kept. */
type Draft = { readonly text: string; readonly fault: string | null }

const selectAll = (field: HTMLInputElement | null): void => field?.select()

function TitleField({
  draft,
  onChange,
  onKeep,
  onGiveUp,
}: {
  draft: Draft
  onChange: (text: string) => void
  onKeep: () => void
  onGiveUp: () => void
}) {
  const { t } = useTranslation()
  const faultId = useId()
  const isWrong = draft.fault !== null
  // Whoever typed it may be at another thing when the server has refused it: the field takes no focus then.
  const [begin] = useState(() => (isWrong ? undefined : selectAll))
  return (
    <div className={classes.editing}>
      <input
        ref={begin}
        className={classes.field}
        aria-label={t('board.title')}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? faultId : undefined}
        autoComplete="off"
        value={draft.text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onKeep}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) onKeep()
          if (event.key === 'Escape') onGiveUp()
        }}
      />
      {isWrong && (
        <p id={faultId} role="alert" className={classes.fault}>
          {draft.fault}
        </p>
      )}
    </div>
  )
}

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
  const rename = useRename(boardId)
  const [draft, setDraft] = useState<Draft | null>(null)
  const shown = title === '' ? t('common.untitled') : title

  const keep = ({ text }: Draft) => {
    if (text === title) return setDraft(null)
    const wrong = lineFault(titleSchema, text)
    if (wrong !== null) return setDraft({ text, fault: t(`rename.${wrong}`, { most: String(TITLE_LENGTH) }) })
    setDraft(null)
    if (text.trim() === title) return
    rename.mutate(text.trim(), {
      onError: (error) => {
        const fault = t('rename.failed', { why: problemWords(t, error) })
        setDraft((newer) => newer ?? { text, fault })
      },
    })
  }

  if (shown === undefined || !editable) {
    return (
      <h1 className={classes.title} title={shown}>
        {shown}
      </h1>
    )
  }
  if (draft !== null) {
    return (
      <TitleField
        draft={draft}
        onChange={(text) => setDraft({ text, fault: null })}
        onKeep={() => keep(draft)}
        onGiveUp={() => setDraft(null)}
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
        onClick={() => setDraft({ text: title ?? '', fault: null })}
      >
        {shown}
      </button>
    </h1>
  )
}
