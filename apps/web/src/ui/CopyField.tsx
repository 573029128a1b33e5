/** A link to be handed on, and the button that copies it. */
import { Button, TextInput, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from './copy-text.ts'
import classes from './CopyField.module.css'
import { useNotify } from './notices.tsx'

const COPIED_MS = 2500

/** The field. `label` and `copyLabel` say which link it is; `prominent`: the one that is wanted most. */
export function CopyField({
  link,
  label,
  copyLabel,
  prominent,
}: {
  link: string
  label: string
  copyLabel: string
  prominent: boolean
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    const done = await copyText(link, field.current)
    if (done) setCopied(true)
    else notify({ kind: 'error', text: t('share.copyFailed') })
  }
  return (
    <div className={classes.copy}>
      <TextInput
        ref={field}
        readOnly
        className={classes.field}
        aria-label={label}
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant={prominent ? 'filled' : 'default'}
        data-autofocus={prominent || undefined}
        leftSection={copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />}
        aria-label={copyLabel}
        onClick={() => void copy()}
      >
        {copied ? t('common.copied') : t('common.copy')}
      </Button>
      <VisuallyHidden role="status">{copied ? t('common.copied') : ''}</VisuallyHidden>
    </div>
  )
}
