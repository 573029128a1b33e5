/** Asks for a new block, or for another text of one. Must never close before it is done. */
import type { BlockText } from '@gamelan/protocol/session/agenda'
import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormFoot } from '../../ui/FormFoot.tsx'
import { BlockFields, useBlockFields } from './BlockFields.tsx'

export function BlockDialog({
  title,
  submit,
  initial,
  owners,
  onSubmit,
  onClose,
}: {
  title: string
  submit: string
  initial: BlockText
  owners: readonly { readonly id: string; readonly name: string }[]
  /** Answers whether it was done. */
  onSubmit: (text: BlockText) => Promise<boolean>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const fields = useBlockFields(initial)
  const send = async () => {
    const text = fields.read()
    if (text === null) return
    setBusy(true)
    const isDone = await onSubmit(text)
    setBusy(false)
    if (isDone) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <BlockFields fields={fields} owners={owners} />
        <FormFoot submit={submit} isBusy={isBusy} onCancel={onClose} />
      </form>
    </Modal>
  )
}
