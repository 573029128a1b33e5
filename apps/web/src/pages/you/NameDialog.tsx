/** Asks for a name in front of what is there: before a board opens, or to change it later. */
import { Modal, Text, VisuallyHidden } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { problemWords } from '../../words/problem-words.ts'
import { NameForm, type Named } from './NameForm.tsx'
import { useMe, useSayName } from './use-me.ts'

/**
 * The dialog. Without `onClose` it cannot be put away: what is behind it needs the name. `reason` says why it is
 * asked; `onDone` is called when the server has the name. `naming`: how it is told, where not as for any board.
 */
export function NameDialog({
  title,
  reason,
  submitLabel,
  onDone,
  onClose,
  naming,
}: {
  title: string
  reason: string
  submitLabel: string
  onDone?: () => void
  onClose?: () => void
  naming?: UseMutationResult<unknown, Error, Named>
}) {
  const { t } = useTranslation()
  const me = useMe()
  const sayName = useSayName()
  const telling: UseMutationResult<unknown, Error, Named> = naming ?? sayName
  const closable = onClose !== undefined
  return (
    <>
      {!closable && (
        <main>
          <VisuallyHidden component="h1">{t('app.name')}</VisuallyHidden>
        </main>
      )}
      <Modal
        opened
        onClose={() => onClose?.()}
        title={title}
        withCloseButton={closable}
        closeOnEscape={closable}
        closeOnClickOutside={closable}
        // Nothing is behind it yet that could be dimmed.
        {...(closable ? {} : { overlayProps: { backgroundOpacity: 0 } })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Text c="dimmed" mb="md">
          {reason}
        </Text>
        <NameForm
          initial={me.data?.participant ?? null}
          submitLabel={submitLabel}
          busy={telling.isPending}
          failure={telling.isError ? t('name.failed', { why: problemWords(t, telling.error) }) : null}
          onSubmit={(named) => telling.mutate(named, { onSuccess: () => onDone?.() })}
        />
      </Modal>
    </>
  )
}
