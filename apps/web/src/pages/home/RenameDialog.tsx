/** Gives a board another title, from the list. */
import type { BoardSummary } from '@gamelan/protocol/http/boards'
import { titleSchema } from '@gamelan/protocol/http/boards'
import { TITLE_LENGTH } from '@gamelan/protocol/limits'
import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormFoot } from '../../ui/FormFoot.tsx'
import { lineFault } from '../../ui/line-fault.ts'
import { problemWords } from '../../words/problem-words.ts'
import { useRenameBoard } from './use-boards.ts'

/** The dialog; closes when the server has the title. */
export function RenameDialog({ board, onClose }: { board: BoardSummary; onClose: () => void }) {
  const { t } = useTranslation()
  const rename = useRenameBoard(board.id)
  const [title, setTitle] = useState(board.title)
  const [fault, setFault] = useState<string | null>(null)
  const failure = rename.isError ? t('rename.failed', { why: problemWords(t, rename.error) }) : null
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('rename.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const wrong = lineFault(titleSchema, title)
          if (wrong === null) rename.mutate(title.trim(), { onSuccess: onClose })
          else setFault(t(`rename.${wrong}`, { most: String(TITLE_LENGTH) }))
        }}
      >
        <TextInput
          label={t('rename.label')}
          value={title}
          error={fault ?? failure}
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => {
            setTitle(event.currentTarget.value)
            setFault(null)
          }}
        />
        <FormFoot submit={t('common.save')} isBusy={rename.isPending} onCancel={onClose} />
      </form>
    </Modal>
  )
}
