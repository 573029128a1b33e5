/** All that was measured in one run, by shape. */
import type { ShapeName } from './shapes/all.ts'
import type { Answers } from './tasks.ts'

type ByShape<T> = Partial<Record<ShapeName, T>>

export type Results = {
  wire: ByShape<Answers['wire']>
  /** By number of elements. */
  made: Record<number, ByShape<Answers['make']>>
  loads: Record<number, ByShape<Answers['load'][]>>
  remotes: ByShape<Answers['remote'][]>
  locals: ByShape<Answers['local'][]>
}
