/** The groups in which an element changes (MODEL.md, M3), told here once more so that the model is not its own judge. */
import type { BoardElementLike } from '@gamelan/board-model'
import { textOf } from './value.ts'

/** By name: what a group says, as a string that is equal where the group is. */
export type Groups = ReadonlyMap<string, string>

const BOOKKEEPING = ['version', 'versionNonce', 'updated', 'seed', 'boundElements', 'lastCommittedPoint']
const TOGETHER = ['x', 'y', 'width', 'height', 'points', 'pressures', 'text', 'originalText', 'elbowed']
const APART = new Set(['id', 'type', ...BOOKKEEPING, ...TOGETHER])
const isLinear = (type: string) => type === 'arrow' || type === 'line'

/** Letters are counted one by one and are no group; neither is how they were measured. */
export function groupsOf(element: BoardElementLike): Groups {
  const groups = new Map<string, string>()
  const put = (group: string, ...names: string[]) =>
    groups.set(group, textOf(names.map((name) => element[name])))
  if (isLinear(element.type)) put('line', 'x', 'y', 'width', 'height', 'points')
  else put('xy', 'x', 'y')
  if (element.type === 'freedraw') put('points', 'points', 'pressures')
  else if (!isLinear(element.type) && element.type !== 'text') put('wh', 'width', 'height')
  for (const name of Object.keys(element)) if (!APART.has(name)) put(name, name)
  return groups
}

/** The group to which a property belongs; undefined for what is in none. */
export function groupOf(type: string, name: string): string | undefined {
  if (!APART.has(name)) return name
  const isPlace = name === 'x' || name === 'y'
  const isSize = name === 'width' || name === 'height'
  if (isLinear(type)) return isPlace || isSize || name === 'points' ? 'line' : undefined
  if (isPlace) return 'xy'
  if (type === 'freedraw') return isSize || name === 'points' || name === 'pressures' ? 'points' : undefined
  return isSize && type !== 'text' ? 'wh' : undefined
}
