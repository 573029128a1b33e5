/** Says that somebody else added much or cleared the drawing, with a way to look at it [UX UM3]. */
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { BigChange } from '../../canvas/big-changes.ts'
import type { CanvasHandle } from '../../canvas/BoardCanvas.tsx'
import { useNotify } from '../../ui/notices.tsx'

export function useBigChangeNotice(
  boardId: string,
  me: string,
  canvas: RefObject<CanvasHandle | null>,
): (change: BigChange) => void {
  const { t } = useTranslation()
  const notify = useNotify()
  const navigate = useNavigate()
  return ({ kind, by, ids }) => {
    if (by?.id === me) return
    const count = ids.length
    if (kind === 'cleared') {
      notify({
        kind: 'info',
        text: t('canvas.clearedBy', { by: by?.name ?? '' }),
        actions: [{ label: t('canvas.openReplay'), onSelect: () => void navigate(`/b/${boardId}/replay`) }],
      })
      return
    }
    notify({
      kind: 'info',
      text: by === null ? t('canvas.addedByProgram', { count }) : t('canvas.addedBy', { by: by.name, count }),
      actions: [{ label: t('canvas.showAdded'), onSelect: () => canvas.current?.lookAtElements(ids) }],
    })
  }
}
