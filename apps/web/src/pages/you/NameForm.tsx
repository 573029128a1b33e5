/** Asks for a name and a colour. */
import { NAME_LENGTH } from '@gamelan/protocol/limits'
import { PERSON_COLORS } from '@gamelan/protocol/colors'
import { nameSchema } from '@gamelan/protocol/http/boards'
import { Button, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { lineFault } from '../../ui/line-fault.ts'
import { PersonAvatar } from '../../ui/PersonAvatar.tsx'
import classes from './NameForm.module.css'

/** What the form answers. `color` null: none was chosen. */
export type Named = { readonly name: string; readonly color: string | null }

/** The form. `initial` null: a new person. `failure` says why it was not taken. */
export function NameForm({
  initial,
  submitLabel,
  busy,
  failure,
  onSubmit,
}: {
  initial: Named | null
  submitLabel: string
  busy: boolean
  failure: string | null
  onSubmit: (named: Named) => void
}) {
  const { t } = useTranslation()
  const group = useId()
  const [name, setName] = useState(initial?.name ?? '')
  const [color, setColor] = useState(initial?.color ?? null)
  const [fault, setFault] = useState<string | null>(null)

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const wrong = lineFault(nameSchema, name)
        if (wrong === null) onSubmit({ name: name.trim(), color })
        else setFault(t(`name.${wrong}`, { most: String(NAME_LENGTH) }))
      }}
    >
      <div className={classes.who}>
        <PersonAvatar name={name} color={color ?? 'var(--mantine-color-gray-7)'} size={44} />
        <TextInput
          className={classes.field}
          label={t('name.label')}
          placeholder={t('name.placeholder')}
          size="md"
          autoComplete="nickname"
          data-autofocus
          value={name}
          error={fault ?? failure}
          onChange={(event) => {
            setName(event.currentTarget.value)
            setFault(null)
          }}
        />
      </div>
      <fieldset className={classes.colors}>
        <legend className={classes.legend}>{t('name.color')}</legend>
        <div className={classes.swatches}>
          {PERSON_COLORS.map((one) => (
            <input
              key={one}
              type="radio"
              name={group}
              className={classes.swatch}
              style={{ '--color': one } as CSSProperties}
              aria-label={t(`colors.${one}`)}
              title={t(`colors.${one}`)}
              checked={color === one}
              onChange={() => setColor(one)}
            />
          ))}
        </div>
        {color === null && <p className={classes.hint}>{t('name.anyColor')}</p>}
      </fieldset>
      <Button type="submit" size="md" fullWidth loading={busy}>
        {submitLabel}
      </Button>
    </form>
  )
}
