/** A theme's words. Sends only what was changed, so that two who edit different lines keep both. */
import { SESSION_LINE_LENGTH, SESSION_TITLE_LENGTH } from '@gamelan/protocol/limits'
import { themeTextSchema, type Theme, type ThemeText } from '@gamelan/protocol/session/wheel'
import { Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormFoot } from '../../../ui/FormFoot.tsx'
import { lineFault } from '../../../ui/line-fault.ts'
import type { Ask } from '../use-ask.ts'
import { FIELDS, type Field } from './read-themes.ts'

const EMPTY: ThemeText = { theme: '', who: '', what: '', where: '', plain: '' }

/** `theme`: the one that is edited; null: a new one. */
export function ThemeDialog({ theme, ask, onClose }: { theme: Theme | null; ask: Ask; onClose: () => void }) {
  const { t } = useTranslation()
  /** As it was when it was opened. */
  const [before] = useState<ThemeText>(theme ?? EMPTY)
  const [text, setText] = useState(before)
  const [isChecked, setChecked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const faultOf = (field: Field) => lineFault(themeTextSchema.shape[field], text[field])
  const wordsOf = (field: Field) => {
    const fault = faultOf(field)
    const most = field === 'theme' ? SESSION_TITLE_LENGTH : SESSION_LINE_LENGTH
    return fault === null ? null : t(`session.wheel.${fault}`, { most: String(most) })
  }
  const save = async () => {
    setChecked(true)
    if (FIELDS.some((field) => faultOf(field) !== null)) return
    const changed = Object.fromEntries(
      FIELDS.filter((field) => text[field] !== before[field]).map((field) => [field, text[field]]),
    )
    setBusy(true)
    const isDone =
      theme === null
        ? await ask({ type: 'add-theme', text })
        : Object.keys(changed).length === 0 ||
          (await ask({ type: 'edit-theme', theme: theme.id, text: changed }))
    setBusy(false)
    if (isDone) onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(theme === null ? 'session.wheel.addTheme' : 'session.wheel.editTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="sm">
          {FIELDS.map((field) => (
            <TextInput
              key={field}
              label={t(`session.wheel.field.${field}`)}
              description={field === 'theme' ? undefined : t(`session.wheel.fieldHint.${field}`)}
              value={text[field]}
              error={isChecked ? wordsOf(field) : null}
              {...(field === 'theme' && { 'data-autofocus': true })}
              onChange={(event) => setText({ ...text, [field]: event.currentTarget.value })}
            />
          ))}
        </Stack>
        <FormFoot submit={t('common.save')} isBusy={isBusy} onCancel={onClose} />
      </form>
    </Modal>
  )
}
