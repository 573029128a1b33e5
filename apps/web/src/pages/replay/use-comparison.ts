/** One moment held beside another: the one that was pinned, and the one that the player shows. */
import type { BoardElement } from '@gamelan/board-model'
import { useMemo, useState } from 'react'
import type { Difference } from '../../replay/compare.ts'
import { compareScenes } from '../../replay/compare.ts'
import { overlay } from '../../replay/overlay.ts'
import type { Dress, PlayerState } from '../../replay/player.ts'
import type { CompareLayout } from './ComparePanel.tsx'
import type { OpenPlayer } from './use-player.ts'

type Moment = { readonly seq: number; readonly at: number }

export type Comparison = {
  readonly pinned: Moment & { readonly elements: readonly BoardElement[] }
  /** The earlier and the later of the two. */
  readonly from: Moment
  readonly to: Moment
  readonly differences: readonly Difference[]
  readonly layout: CompareLayout
}

export function useComparison(open: OpenPlayer | null, state: PlayerState | null) {
  const [pinned, setPinned] = useState<Comparison['pinned'] | null>(null)
  const [layout, setLayout] = useState<CompareLayout>('over')
  const shown = state?.shown ?? null

  const comparison = useMemo((): Comparison | null => {
    if (!open || !pinned || !shown) return null
    const now = open.player.elements
    const isBack = shown.seq < pinned.seq
    const [from, to] = isBack ? [shown, pinned] : [pinned, shown]
    const differences = isBack ? compareScenes(now, pinned.elements) : compareScenes(pinned.elements, now)
    return { pinned, from, to, differences, layout }
  }, [open, pinned, shown, layout])

  const dress = useMemo((): Dress | undefined => {
    if (!pinned || layout !== 'over') return undefined
    return (elements, seq) => {
      const [from, to] = seq < pinned.seq ? [elements, pinned.elements] : [pinned.elements, elements]
      return overlay(from, to, compareScenes(from, to))
    }
  }, [pinned, layout])

  return {
    comparison,
    dress,
    setLayout,
    begin: () => {
      if (open && shown) setPinned({ seq: shown.seq, at: shown.at, elements: open.player.elements })
    },
    end: () => setPinned(null),
  }
}
