/** What a series is called, what it is about and when: asked for a new one, and to change one. */
import { titleSchema } from '@gamelan/protocol/http/boards'
import type { InvitedRole, WeeklyRule } from '@gamelan/protocol/http/series'
import { SERIES_MINUTES, SERIES_QUESTION_LENGTH, TITLE_LENGTH } from '@gamelan/protocol/limits'
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormFoot } from '../../ui/FormFoot.tsx'
import { lineFault } from '../../ui/line-fault.ts'
import { RoleChoice } from './RoleChoice.tsx'
import classes from './Series.module.css'
import { weekdayName, zoneNames } from './weekdays.ts'

export type Terms = {
  readonly title: string
  readonly question: string
  readonly rule: WeeklyRule
  readonly role: InvitedRole
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
const TIME = /^\d\d:\d\d$/

/** The form. `withRole`: what the invitation gives is asked as well. */
export function SeriesForm({
  initial,
  withRole,
  submitLabel,
  busy,
  failure,
  onSubmit,
  onCancel,
}: {
  initial: Terms
  withRole: boolean
  submitLabel: string
  busy: boolean
  failure: string | null
  onSubmit: (terms: Terms) => void
  onCancel: () => void
}) {
  const { t, i18n } = useTranslation()
  const [title, setTitle] = useState(initial.title)
  const [question, setQuestion] = useState(initial.question)
  const [rule, setRule] = useState(initial.rule)
  const [role, setRole] = useState(initial.role)
  const [isTried, setTried] = useState(false)
  const change = (changed: Partial<WeeklyRule>) => setRule((before) => ({ ...before, ...changed }))
  const fault = lineFault(titleSchema, title)
  const hasTime = TIME.test(rule.start)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (fault === null && hasTime) onSubmit({ title, question, rule, role })
      }}
    >
      <TextInput
        label={t('series.name')}
        placeholder={t('series.namePlaceholder')}
        value={title}
        data-autofocus
        error={isTried && fault !== null && t(`series.${fault}`, { most: String(TITLE_LENGTH) })}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Textarea
        label={t('series.question')}
        placeholder={t('series.questionPlaceholder')}
        value={question}
        maxLength={SERIES_QUESTION_LENGTH}
        autosize
        minRows={2}
        maxRows={5}
        mt="sm"
        onChange={(event) => setQuestion(event.currentTarget.value)}
      />
      <div className={classes.when}>
        <Select
          label={t('series.weekday')}
          allowDeselect={false}
          value={String(rule.weekday)}
          data={WEEKDAYS.map((day) => ({ value: String(day), label: weekdayName(i18n.language, day) }))}
          onChange={(day) => change({ weekday: Number(day) })}
        />
        <TextInput
          type="time"
          label={t('series.start')}
          value={rule.start}
          error={isTried && !hasTime && t('series.startMissing')}
          onChange={(event) => change({ start: event.currentTarget.value })}
        />
        <NumberInput
          label={t('series.minutes')}
          value={rule.minutes}
          min={1}
          max={SERIES_MINUTES}
          step={5}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(minutes) => change({ minutes: Number(minutes) || 1 })}
        />
      </div>
      <Select
        label={t('series.timeZone')}
        mt="sm"
        searchable
        allowDeselect={false}
        limit={200}
        nothingFoundMessage={t('series.noZone')}
        value={rule.timeZone}
        data={zoneNames(rule.timeZone)}
        onChange={(timeZone) => timeZone !== null && change({ timeZone })}
      />
      {withRole && <RoleChoice role={role} onChange={setRole} />}
      <FormFoot submit={submitLabel} isBusy={busy} failure={failure} onCancel={onCancel} />
    </form>
  )
}
