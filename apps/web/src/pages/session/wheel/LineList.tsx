/** A list of lines that all edit together: each a field of its own, and one more to add to it. */
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { asLine, withLine } from './lines.ts'
import classes from './WheelTool.module.css'
import { useDraft } from './use-draft.ts'

type Words = {
  readonly title: string
  readonly add: string
  readonly bad: string
  readonly place: (place: number) => string
}

function Line({
  line,
  label,
  bad,
  isGood,
  onChange,
}: {
  line: string
  label: string
  bad: string
  isGood: (text: string) => boolean
  onChange: (text: string, before: string) => Promise<boolean>
}) {
  const { field, isBad } = useDraft(line, onChange, isGood)
  return <TextInput size="xs" aria-label={label} error={isBad ? bad : null} {...field} />
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
  lines: readonly string[]
  words: Words
  /** How many lines there may be, and letters in one. */
  most: number
  mostLetters: number
  isGood?: (text: string) => boolean
  /** The whole list, changed. Answers whether it was done. */
  onChange: (lines: string[]) => Promise<boolean>
}) {
  const [more, setMore] = useState('')
  const isMoreBad = asLine(more) !== '' && !isGood(asLine(more))
  const add = async () => {
    const text = asLine(more)
    if (text === '' || !isGood(text)) return
    // Before the answer: leaving the field right after Enter adds nothing twice.
    setMore('')
    if (!(await onChange([...lines, text]))) setMore((now) => (now === '' ? text : now))
  }
  const fits = (text: string) => text.length <= mostLetters && isGood(text)
  return (
    <fieldset className={classes.lines}>
      <legend>{words.title}</legend>
      {lines.map((line, index) => (
        <Line
          // oxlint-disable-next-line react/no-array-index-key -- a line is its place: what it says changes under the hand
          key={index}
          line={line}
          label={words.place(index + 1)}
          bad={words.bad}
          isGood={fits}
          onChange={(after, before) => onChange(withLine(lines, { index, before, after }))}
        />
      ))}
      {lines.length < most && (
        <TextInput
          size="xs"
          aria-label={words.add}
          placeholder={words.add}
          maxLength={mostLetters}
          value={more}
          error={isMoreBad ? words.bad : null}
          onChange={(event) => setMore(event.currentTarget.value)}
          onBlur={() => void add()}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) void add()
          }}
        />
      )}
    </fieldset>
  )
}
