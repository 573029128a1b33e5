/** A moment that stands still beside the one that plays. It looks where the other looks. */
import type { BoardElement } from '@gamelan/board-model'
import type { Ref } from 'react'
import { Suspense, lazy, useCallback, useEffect, useRef, useState } from 'react'
import type { ReplayCanvasHandle } from '../../canvas/ReplayCanvas.tsx'

const ReplayCanvas = lazy(() => import('../../canvas/ReplayCanvas.tsx'))

const nothing = () => undefined

export function StillPane({
  boardId,
  theme,
  elements,
  onReady,
  handle,
}: {
  boardId: string
  theme: 'light' | 'dark'
  elements: readonly BoardElement[]
  onReady: () => void
  handle: Ref<ReplayCanvasHandle>
}) {
  const canvas = useRef<ReplayCanvasHandle>(null)
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    if (isReady) canvas.current?.show(elements)
  }, [isReady, elements])
  const keep = useCallback(
    (given: ReplayCanvasHandle | null) => {
      canvas.current = given
      if (typeof handle === 'function') handle(given)
      else if (handle) handle.current = given
    },
    [handle],
  )
  const ready = useCallback(() => {
    setReady(true)
    onReady()
  }, [onReady])
  return (
    <Suspense fallback={null}>
      <ReplayCanvas
        boardId={boardId}
        theme={theme}
        onMoved={nothing}
        onPick={nothing}
        onReady={ready}
        handle={keep}
      />
    </Suspense>
  )
}
