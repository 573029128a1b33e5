/** Turns to what the day has brought, in one move: what runs is parked with the reason, and a new block begins. */
import { titleSchema } from '@gamelan/protocol/session/ids'
import { SESSION_LINE_LENGTH, SESSION_MINUTES, SESSION_TITLE_LENGTH } from '@gamelan/protocol/limits'
import { Modal, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormFoot } from '../../ui/FormFoot.tsx'
import { lineFault } from '../../ui/line-fault.ts'
import { NEW_BLOCK } from './BlockFields.tsx'
import type { useAsk } from './use-ask.ts'

const MINUTES = 20

export function PivotDialog({
  running,
  boardId,
  ask,
  onTurned,
  onClose,
}: {
  /** Title of the block that is parked by it. */
  running: string
  /** The board on which it is asked. */
  boardId: string
  ask: ReturnType<typeof useAsk>
  /** It has turned to something else. */
  onTurned: () => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [title, setTitle] = useState('')
  const [question, setQuestion] = useState('')
  const [minutes, setMinutes] = useState<number | string>(MINUTES)
  const [place, setPlace] = useState('here')
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const hasMinutes = typeof minutes === 'number' && minutes > 0 && minutes <= SESSION_MINUTES
  const send = async () => {
    setTried(true)
    if (reason.trim() === '' || lineFault(titleSchema, title) !== null || !hasMinutes) return
    setBusy(true)
    const isDone = await ask({
      type: 'pivot',
      reason: reason.trim(),
      to: { ...NEW_BLOCK, title: title.trim(), question: question.trim(), minutes },
      onFreshBoard: place === 'fresh',
      board: boardId,
    })
    setBusy(false)
    if (!isDone) return
    onClose()
    onTurned()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('session.pivot.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Text c="dimmed" mb="md">
          {t('session.pivot.explain', { title: running })}
        </Text>
        <TextInput
          label={t('session.pivot.reason')}
          value={reason}
          maxLength={SESSION_LINE_LENGTH}
          data-autofocus
          error={isTried && reason.trim() === '' && t('session.pivot.reasonMissing')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          label={t('session.pivot.to')}
          value={title}
          maxLength={SESSION_TITLE_LENGTH}
          mt="sm"
          error={isTried && lineFault(titleSchema, title) !== null && t('session.agenda.titleMissing')}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={t('session.agenda.question')}
          value={question}
          maxLength={SESSION_LINE_LENGTH}
          mt="sm"
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <NumberInput
          label={t('session.agenda.minutes')}
          value={minutes}
          min={1}
          max={SESSION_MINUTES}
          allowDecimal={false}
          mt="sm"
          error={
            isTried && !hasMinutes && t('session.agenda.minutesMissing', { most: String(SESSION_MINUTES) })
          }
          onChange={setMinutes}
        />
        <Radio.Group label={t('session.pivot.where')} value={place} onChange={setPlace} mt="sm">
          <Stack gap={6} mt={4}>
            <Radio value="here" label={t('session.pivot.here')} />
            <Radio value="fresh" label={t('session.pivot.fresh')} />
          </Stack>
        </Radio.Group>
        <FormFoot submit={t('session.pivot.confirm')} isBusy={isBusy} onCancel={onClose} />
      </form>
    </Modal>
  )
}
