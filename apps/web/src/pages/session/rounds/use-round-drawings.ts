/** What people drew alone, once it may be seen. */
import type { BinaryFileData } from '@excalidraw/excalidraw/types'
import type { Drawing } from '@gamelan/board-model'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { loadPart } from '../../../ui/parts/load-part.ts'
import { useApi } from '../../../http/api-context.tsx'
import { readDrawing } from './read-drawing.ts'

/** The drawings of a round, by board; null: the server cannot read it now. */
export function useRoundDrawings(sessionBoard: string, round: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['round-drawings', sessionBoard, round],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, Drawing | null>> => {
      const drawings = await api.roundDrawings(sessionBoard, round, signal)
      return new Map([...drawings].map(([board, json]) => [board, json === null ? null : readDrawing(json)]))
    },
    // The server counts how often whole drawings are asked for.
    refetchOnWindowFocus: false,
  })
}

export type Picture =
  { readonly state: 'waiting' | 'empty' | 'failed' } | { readonly state: 'there'; readonly address: string }

/** A drawing as a picture; its address holds as long as it is shown. Its images come after it. */
export function usePicture(boardId: string, drawing: Drawing | undefined, theme: 'light' | 'dark'): Picture {
  const [picture, setPicture] = useState<Picture>({ state: 'waiting' })
  useEffect(() => {
    if (drawing === undefined) return undefined
    const { elements } = drawing
    let isOver = false
    const addresses: string[] = []
    const make = async () => {
      const { stillPicture } = await loadPart(() => import('../../../canvas/still-picture.ts'))
      const show = async (files: readonly BinaryFileData[]) => {
        const blob = await stillPicture(elements, files, theme)
        if (isOver) return
        const address = blob && URL.createObjectURL(blob)
        if (address !== undefined) addresses.push(address)
        setPicture(address === undefined ? { state: 'empty' } : { state: 'there', address })
      }
      await show([])
      const files: BinaryFileData[] = []
      const { ReplayImages } = await loadPart(() => import('../../../canvas/replay-images.ts'))
      await new ReplayImages(boardId).look(elements, (file) => files.push(file))
      if (files.length > 0 && !isOver) await show(files)
    }
    make().catch(() => {
      if (!isOver) setPicture({ state: 'failed' })
    })
    return () => {
      isOver = true
      for (const address of addresses) URL.revokeObjectURL(address)
    }
  }, [boardId, drawing, theme])
  return picture
}
