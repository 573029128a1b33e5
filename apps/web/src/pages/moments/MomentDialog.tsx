/**
 * Gives a moment a name: a snapshot by a facilitator, a bookmark by anyone who may draw. Opened with a key, and kept with
 * Enter: during a call nobody has hands free for more.
 */
import type { Mark } from '@gamelan/protocol/http/history'
import { BOOKMARK_KINDS } from '@gamelan/protocol/http/history'
import { MARK_NAME_LENGTH, MARK_NOTE_LENGTH } from '@gamelan/protocol/limits'
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import { Modal, SegmentedControl, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormFoot } from '../../ui/FormFoot.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import type { Naming } from './use-moments.ts'
import { useNameMoment } from './use-moments.ts'

/** The dialog; closes when the server has the mark. `seq` undefined: the moment is now. */
export function MomentDialog({
  boardId,
  role,
  seq,
  when,
  onClose,
}: {
  boardId: string
  role: Role
  seq?: number | undefined
  /** The moment in words, which is its name where nobody says another. */
  when: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const name = useNameMoment(boardId)
  const kinds = [...(may(role, 'snapshot') ? (['snapshot'] as const) : []), ...BOOKMARK_KINDS]
  const [kind, setKind] = useState<Naming['kind']>(kinds[0] ?? 'surprise')
  const [text, setText] = useState('')
  const [note, setNote] = useState('')
  const suggested = t('moments.suggested', { when })
  const done = (mark: Mark) => {
    notify({ kind: 'info', text: t(`moments.done.${kind}`, { name: mark.name }) })
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={seq === undefined ? t('moments.nameNow') : t('moments.nameThen', { when })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          name.mutate({ kind, name: text.trim() || suggested, note: note.trim(), seq }, { onSuccess: done })
        }}
      >
        {kinds.length > 1 && (
          <SegmentedControl
            fullWidth
            size="xs"
            mb="md"
            value={kind}
            onChange={(value) => setKind(value)}
            data={kinds.map((value) => ({ value, label: t(`moments.kinds.${value}`) }))}
            aria-label={t('moments.kind')}
          />
        )}
        <TextInput
          label={t('moments.name')}
          placeholder={suggested}
          value={text}
          maxLength={MARK_NAME_LENGTH}
          data-autofocus
          // With the dialog itself, not a moment after it: two keystrokes are as quick as that.
          autoFocus
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Textarea
          label={t('moments.note')}
          value={note}
          maxLength={MARK_NOTE_LENGTH}
          autosize
          minRows={2}
          maxRows={6}
          mt="sm"
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <FormFoot
          submit={t('moments.keep')}
          isBusy={name.isPending}
          failure={name.isError ? t('moments.failed', { why: problemWords(t, name.error) }) : null}
          onCancel={onClose}
        />
      </form>
    </Modal>
  )
}
