/** What somebody drew alone, once it may be seen. */
import { parseDrawing, type Drawing } from '@gamelan/board-model'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useApi } from '../../../http/api-context.tsx'
import type { Api } from '../../../http/api.ts'

const EMPTY: Drawing = { elements: [], files: [], dropped: 0 }

async function read(api: Api, boardId: string, signal: AbortSignal): Promise<Drawing> {
  const parsed = parseDrawing(await api.scene(boardId, signal))
  return parsed.ok ? parsed.drawing : EMPTY
}

export function useDrawing(boardId: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['round-drawing', boardId],
    queryFn: ({ signal }) => read(api, boardId, signal),
    // The server counts how often whole drawings are asked for.
    refetchOnWindowFocus: false,
  })
}

/** What a drawing's texts say, in the order of reading: from above, then from the left. */
export function textsOf({ elements }: Pick<Drawing, 'elements'>): string[] {
  return elements
    .filter(({ isDeleted, type }) => type === 'text' && !isDeleted)
    .toSorted((a, b) => a.y - b.y || a.x - b.x)
    .map((element) => String(element['originalText'] ?? element['text']).trim())
    .filter((text) => text !== '')
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
