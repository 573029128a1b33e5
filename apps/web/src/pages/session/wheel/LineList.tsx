/** A list of lines that all edit together: each a field of its own, and one more to add to it. */
import type { Line, LineRequest } from '@gamelan/protocol/session/lines'
import { TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotify } from '../../../ui/notices.tsx'
import { isOvertaken, type LineRow } from './line-drafts.ts'
import { useLineDrafts } from './use-line-drafts.ts'
import classes from './WheelTool.module.css'

type Words = {
  readonly title: string
  readonly add: string
  readonly bad: string
  readonly place: (place: number) => string
}

const onEnter = (done: () => void) => (event: KeyboardEvent) => {
  if (event.key === 'Enter' && !event.nativeEvent.isComposing) done()
}

const anyText = () => true

export function LineList({
  lines,
  words,
  most,
  mostLetters,
  isGood = anyText,
  onChange,
}: {
  lines: readonly Line[]
  words: Words
  /** How many lines there may be, and letters in one. */
  most: number
  mostLetters: number
  isGood?: (text: string) => boolean
  /** Answers whether it was done. */
  onChange: (request: LineRequest) => Promise<boolean>
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const lose = (text: string) =>
    notify({ kind: 'error', text: t('session.undone', { text, why: '' }).trim(), stays: true })
  const fits = (text: string) => text.length <= mostLetters && isGood(text)
  const { rows, more, setMore, isBad, send, add, type } = useLineDrafts(lines, fits, onChange, lose)

  /** What else there is to say of a line: what others did to it while it was typed into. */
  const aside = (row: LineRow) => {
    if (row.isGone) return t('session.wheel.lineGone')
    return isOvertaken(row) ? t('session.wheel.lineMeanwhile', { text: row.text }) : null
  }

  return (
    <fieldset className={classes.lines}>
      <legend>{words.title}</legend>
      {rows.map((row, index) => (
        <TextInput
          key={row.id}
          size="xs"
          aria-label={words.place(index + 1)}
          value={row.draft?.text ?? row.text}
          description={aside(row)}
          inputWrapperOrder={['input', 'description', 'error']}
          error={row.draft !== undefined && isBad(row.draft.text) ? words.bad : null}
          onChange={(event) => type(row.id, event.currentTarget.value)}
          onBlur={() => void send(row)}
          onKeyDown={onEnter(() => void send(row))}
        />
      ))}
      {lines.length < most && (
        <TextInput
          size="xs"
          aria-label={words.add}
          placeholder={words.add}
          maxLength={mostLetters}
          value={more}
          error={isBad(more) ? words.bad : null}
          onChange={(event) => setMore(event.currentTarget.value)}
          onBlur={() => void add()}
          onKeyDown={onEnter(() => void add())}
        />
      )}
    </fieldset>
  )
}
