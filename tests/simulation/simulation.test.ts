/**
 * People on one board who do everything at once over a network that is late and breaks: whatever they do, all see
 * the same, and nothing is lost that the rules of MODEL.md keep. `SEEDS=2000` runs more seeds, `SEED=57` says where
 * they begin, and alone runs that one and tells its shortest story that fails. A seed that failed belongs into
 * `regressions.ts`.
 */
import { describe, expect, test } from 'vitest'
import { REGRESSIONS } from './regressions.ts'
import type { Failure } from './story.ts'
import { shortest, trial } from './story.ts'

const { SEED, SEEDS } = process.env
const FIRST = Number(SEED ?? 1)
const COUNT = Number(SEEDS ?? (SEED === undefined ? 60 : 1))
const seeds = Array.from({ length: COUNT }, (_, i) => FIRST + i)

const SHOWN = 5

/** What failed, in words; nothing where nothing did. */
function tell(seed: number): string {
  const failure = trial(seed)
  if (!failure) return ''
  const again = `SEED=${seed} pnpm test --project simulation`
  return [...(COUNT > 1 ? told(failure) : retold(shortest(failure))), `Again: ${again}`].join('\n')
}

const told = ({ faults }: Failure) => faults.slice(0, SHOWN)
const retold = (failure: Failure) => [...told(failure), JSON.stringify(failure.story)]

describe('[M2] to [M10], [M13]: whatever people do at once, all see the same and nothing is lost', () => {
  test.each(seeds)('seed %i', (seed) => expect(tell(seed)).toBe(''))
})

describe('[M2] to [M10], [M13]: what failed once and was mended stays mended', () => {
  test.each(REGRESSIONS)('seed %i', (seed) => expect(tell(seed)).toBe(''))
})
