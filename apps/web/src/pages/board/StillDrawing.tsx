/**
 * The drawing to look at, asked for over http, where its live connection does not come through. Asks once: each time counts
 * as a download of the drawing.
 */
import type { BoardElement } from '@gamelan/board-model'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import ReplayCanvas, { type ReplayCanvasHandle } from '../../canvas/ReplayCanvas.tsx'
import { useApi } from '../../http/api-context.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { readDrawing } from '../session/rounds/read-drawing.ts'

export default function StillDrawing({ boardId, theme }: { boardId: string; theme: 'light' | 'dark' }) {
  const { t } = useTranslation()
  const api = useApi()
  const canvas = useRef<ReplayCanvasHandle>(null)
  const { data } = useQuery({
    queryKey: ['still', boardId],
    queryFn: async ({ signal }): Promise<readonly BoardElement[]> =>
      readDrawing(await api.scene(boardId, signal)).elements,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const onReady = useCallback(() => {
    if (data === undefined) return
    canvas.current?.show(data)
    canvas.current?.lookAtElements(data)
  }, [data])
  if (data === undefined) return <Waiting isPart text={t('board.loadingDrawing')} />
  return (
    <ReplayCanvas
      boardId={boardId}
      theme={theme}
      onMoved={() => undefined}
      onPick={() => undefined}
      onReady={onReady}
      handle={canvas}
    />
  )
}
