/**
 * Tells everyone who has the board open when somebody else takes a snapshot or restores an earlier state (H4). A restore
 * comes with a way to look at the state before, and for facilitators a button that takes it back [UX UM3].
 */
import type { Mark } from '@gamelan/protocol/http/history'
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotify } from '../../ui/notices.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { markName } from './mark-name.ts'
import { useRestore } from './use-moments.ts'

type Options = {
  readonly boardId: string
  /** Somebody needs no notice of what they did themselves. */
  readonly me: string
  readonly role: Role
  /** Shows the drawing as it was at this seq. */
  readonly onLook: (seq: number) => void
}

/** @param marks of the board; undefined: not known yet. Bookmarks are not told. */
export function useMarkNotices(
  marks: readonly Mark[] | undefined,
  { boardId, me, role, onLook }: Options,
): void {
  const { t } = useTranslation()
  const notify = useNotify()
  const restore = useRestore(boardId)
  const known = useRef<ReadonlyMap<string, Mark> | null>(null)

  const takeBack = (mark: Mark) => {
    // The server moves the mark to the very change before the restore.
    const { seq } = known.current?.get(mark.id) ?? mark
    restore.mutate(
      { seq, when: markName(t, mark) },
      {
        onSuccess: () => notify({ kind: 'info', text: t('moments.tookBack', { by: mark.by.name }) }),
        onError: (error) =>
          notify({ kind: 'error', text: t('moments.restoreFailed', { why: problemWords(t, error) }) }),
      },
    )
  }
  const tell = useEffectEvent((mark: Mark) => {
    if (mark.by.id === me) return
    const name = markName(t, mark)
    if (mark.kind !== 'before' && mark.kind !== 'snapshot') return
    if (mark.kind === 'snapshot')
      return notify({ kind: 'info', text: t('moments.taken', { by: mark.by.name, name }) })
    const look = {
      label: t('moments.lookBefore'),
      onSelect: () => onLook(known.current?.get(mark.id)?.seq ?? mark.seq),
    }
    const back = { label: t('moments.takeBack'), onSelect: () => takeBack(mark) }
    return notify({
      kind: 'info',
      text: t('moments.restoredBy', { by: mark.by.name, name }),
      actions: may(role, 'restore') ? [look, back] : [look],
    })
  })
  useEffect(() => {
    if (!marks) return
    const before = known.current
    known.current = new Map(marks.map((mark) => [mark.id, mark]))
    // Those that were there when one came are no news.
    if (before) for (const mark of marks) if (!before.has(mark.id)) tell(mark)
  }, [marks])
}
