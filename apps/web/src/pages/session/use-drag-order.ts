/**
 * Dragging a block of the agenda to another place by its handle, with mouse, pen or finger. Thirty lines of our own rather than
 * a library: one short list, whose keys and words are the tool's. Must never move anything before it is let go of.
 */
import { useRef, useState, type PointerEvent } from 'react'
import type { Block } from '@gamelan/protocol/session/agenda'
import { beforeAtHeight } from './agenda-order.ts'

type Drag = {
  readonly id: string
  /** The block that it would come to lie before; null: behind all; undefined: it stays. */
  readonly before: string | null | undefined
}

export function useDragOrder(shown: readonly Block[], onMove: (id: string, before: string | null) => void) {
  const list = useRef<HTMLOListElement>(null)
  const [drag, setDrag] = useState<Drag | null>(null)

  const beforeAt = (id: string, height: number) => {
    const middles = [...(list.current?.children ?? [])].map((row) => {
      const { top, height: size } = row.getBoundingClientRect()
      return top + size / 2
    })
    return beforeAtHeight(shown, middles, id, height)
  }

  /** What the handle of a block needs. */
  const handle = (id: string) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      setDrag({ id, before: undefined })
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (drag !== null) setDrag({ id, before: beforeAt(id, event.clientY) })
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (drag === null) return
      const before = beforeAt(id, event.clientY)
      setDrag(null)
      if (before !== undefined) onMove(id, before)
    },
    onPointerCancel: () => setDrag(null),
  })
  return { list, drag, handle }
}
