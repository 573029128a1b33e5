/** What is asked of a block: for a new one, to change one, and for what a session turns to. */
import { formatSchema, type BlockText } from '@gamelan/protocol/session/agenda'
import { linesSchema, titleSchema } from '@gamelan/protocol/session/ids'
import {
  SESSION_LINE_LENGTH,
  SESSION_LINES,
  SESSION_MINUTES,
  SESSION_TITLE_LENGTH,
} from '@gamelan/protocol/limits'
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lineFault } from '../../ui/line-fault.ts'
import classes from './AgendaTool.module.css'

type Owner = { readonly id: string; readonly name: string }

export const NEW_BLOCK: BlockText = {
  title: '',
  format: 'talk',
  question: '',
  steps: [],
  minutes: 10,
  owner: null,
}

/** The fields as they are filled in, and the block once they are right; null: the person is told what is wrong. */
export function useBlockFields(initial: BlockText) {
  const [text, setText] = useState({ ...initial, minutes: initial.minutes as number | string })
  const [steps, setSteps] = useState(initial.steps.join('\n'))
  const [isTried, setTried] = useState(false)
  const lines = steps
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const titleFault = lineFault(titleSchema, text.title)
  const { minutes } = text
  const hasMinutes = typeof minutes === 'number' && minutes > 0 && minutes <= SESSION_MINUTES
  const hasSteps = linesSchema.safeParse(lines).success
  const read = (): BlockText | null => {
    setTried(true)
    if (titleFault !== null || !hasMinutes || !hasSteps) return null
    return { ...text, title: text.title.trim(), question: text.question.trim(), minutes, steps: lines }
  }
  return { text, setText, steps, setSteps, isTried, titleFault, hasMinutes, hasSteps, read }
}

export function BlockFields({
  fields,
  owners,
}: {
  fields: ReturnType<typeof useBlockFields>
  /** Who may lead it. */
  owners: readonly Owner[]
}) {
  const { t } = useTranslation()
  const { text, setText, steps, setSteps, isTried, titleFault, hasMinutes, hasSteps } = fields
  const change = (changed: Partial<typeof text>) => setText((before) => ({ ...before, ...changed }))
  return (
    <>
      <TextInput
        label={t('session.agenda.blockTitle')}
        value={text.title}
        maxLength={SESSION_TITLE_LENGTH}
        data-autofocus
        error={isTried && titleFault !== null && t('session.agenda.titleMissing')}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <TextInput
        label={t('session.agenda.question')}
        value={text.question}
        maxLength={SESSION_LINE_LENGTH}
        mt="sm"
        onChange={(event) => change({ question: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <Select
          label={t('session.agenda.format')}
          allowDeselect={false}
          value={text.format}
          data={formatSchema.options.map((format) => ({
            value: format,
            label: t(`session.agenda.formats.${format}`),
          }))}
          onChange={(value) => change({ format: formatSchema.parse(value) })}
        />
        <NumberInput
          label={t('session.agenda.minutes')}
          value={text.minutes}
          min={1}
          max={SESSION_MINUTES}
          allowDecimal={false}
          error={
            isTried && !hasMinutes && t('session.agenda.minutesMissing', { most: String(SESSION_MINUTES) })
          }
          onChange={(minutes) => change({ minutes })}
        />
      </div>
      <Select
        label={t('session.agenda.owner')}
        placeholder={t('session.agenda.nobody')}
        clearable
        clearButtonProps={{ 'aria-label': t('session.agenda.noOwner') }}
        value={text.owner}
        data={owners.map(({ id, name }) => ({ value: id, label: name }))}
        mt="sm"
        onChange={(owner) => change({ owner })}
      />
      <Textarea
        label={t('session.agenda.steps')}
        description={t('session.agenda.stepsHint')}
        value={steps}
        autosize
        minRows={2}
        maxRows={8}
        mt="sm"
        error={
          isTried &&
          !hasSteps &&
          t('session.agenda.stepsTooLong', {
            most: String(SESSION_LINES),
            letters: String(SESSION_LINE_LENGTH),
          })
        }
        onChange={(event) => setSteps(event.currentTarget.value)}
      />
    </>
  )
}
