/** A moment that stands still beside the one that plays. It looks where the other looks. */
import type { BoardElement } from '@gamelan/board-model'
import type { RefObject } from 'react'
import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import type { ReplayCanvasHandle } from '../../canvas/ReplayCanvas.tsx'
import { part } from '../../ui/parts/Part.tsx'

const ReplayCanvas = part(() => import('../../canvas/ReplayCanvas.tsx'))

const nothing = () => undefined

export function StillPane({
  boardId,
  theme,
  elements,
  onReady,
  canvas,
}: {
  boardId: string
  theme: 'light' | 'dark'
  elements: readonly BoardElement[]
  onReady: () => void
  /** Filled with what shows it. */
  canvas: RefObject<ReplayCanvasHandle | null>
}) {
  const [isReady, setReady] = useState(false)
  const begin = useCallback(() => setReady(true), [])
  useEffect(() => {
    if (isReady) canvas.current?.show(elements)
  }, [isReady, canvas, elements])
  const ready = useEffectEvent(onReady)
  useEffect(() => {
    if (isReady) ready()
  }, [isReady])
  return (
    <ReplayCanvas
      boardId={boardId}
      theme={theme}
      onMoved={nothing}
      onPick={nothing}
      onReady={begin}
      handle={canvas}
    />
  )
}
