/**
 * Differences as a list to be read: what has a name stands for itself, what has none is counted by its kind. Pure.
 */
import type { ElementType } from '@gamelan/board-model'
import type { Difference, DifferenceKind } from './compare.ts'
import type { Stage } from './lives.ts'

export type Line =
  | { readonly kind: DifferenceKind; readonly named: true; readonly difference: Difference }
  | {
      readonly kind: DifferenceKind
      readonly named: false
      readonly type: ElementType
      readonly ids: readonly string[]
    }

const ORDER: readonly DifferenceKind[] = ['came', 'went', 'changed', 'moved']

const hasName = ({ label }: Difference) => label.text !== null || (label.from !== null && label.to !== null)

/** The lines, by kind, those with a name first. */
export function linesOf(differences: readonly Difference[]): Line[] {
  const lines: Line[] = []
  for (const kind of ORDER) {
    const counted = new Map<ElementType, string[]>()
    for (const difference of differences) {
      if (difference.kind !== kind) continue
      if (hasName(difference)) {
        lines.push({ kind, named: true, difference })
        continue
      }
      const ids = counted.get(difference.label.type)
      if (ids === undefined) counted.set(difference.label.type, [difference.id])
      else ids.push(difference.id)
    }
    for (const [type, ids] of counted) lines.push({ kind, named: false, type, ids })
  }
  return lines
}

/** Which stage of an element's life made a difference that is seen at `until`; undefined: none did. */
export function causeOf(kind: DifferenceKind, life: readonly Stage[], until: number): Stage | undefined {
  const made = kind === 'came' ? ['made', 'brought-back'] : kind === 'went' ? ['deleted'] : ['changed']
  return life.findLast((stage) => stage.from <= until && made.includes(stage.kind))
}
