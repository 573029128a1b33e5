/** What people drew alone, once it may be seen. */
import type { Drawing } from '@gamelan/board-model'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
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

/** A drawing as a picture; its address holds as long as it is shown. */
export function usePicture(drawing: Drawing | undefined, theme: 'light' | 'dark'): Picture {
  const [picture, setPicture] = useState<Picture>({ state: 'waiting' })
  useEffect(() => {
    if (drawing === undefined) return undefined
    let isOver = false
    let address: string | undefined
    const make = async () => {
      const { stillPicture } = await import('../../../canvas/still-picture.ts')
      const blob = await stillPicture(drawing, theme)
      if (isOver) return
      if (blob !== undefined) address = URL.createObjectURL(blob)
      setPicture(address === undefined ? { state: 'empty' } : { state: 'there', address })
    }
    make().catch(() => {
      if (!isOver) setPicture({ state: 'failed' })
    })
    return () => {
      isOver = true
      if (address !== undefined) URL.revokeObjectURL(address)
    }
  }, [drawing, theme])
  return picture
}
