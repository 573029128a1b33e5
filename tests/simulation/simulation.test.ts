/**
 * People on one board who do everything at once over a network that is late and breaks: whatever they do, all see
 * the same, and nothing is lost that the rules of MODEL.md keep. `SIMULATION_SEEDS=2000` runs more seeds, and
 * `SIMULATION_FIRST` says where they begin; one that fails belongs into `regressions.ts`.
 */
import { expect, test } from 'vitest'
import { REGRESSIONS } from './regressions.ts'
import type { Failure } from './story.ts'
import { shortest, trial } from './story.ts'

const SEEDS = Number(process.env['SIMULATION_SEEDS'] ?? 60)
const FIRST = Number(process.env['SIMULATION_FIRST'] ?? 1)
const SHOWN = 5
/** Enough for a slow machine; a run that hangs still ends. */
const MS_PER_SEED = 10_000

const told = ({ seed, faults, story }: Failure, place: number) =>
  [`seed ${seed}:`, ...faults.slice(0, SHOWN), ...(place === 0 ? [JSON.stringify(story)] : [])].join('\n  ')

/** What failed, in words; the first with the shortest story that still fails. */
function run(seeds: readonly number[]): string {
  const failures: Failure[] = []
  for (const seed of seeds) {
    const failure = trial(seed)
    if (failure) failures.push(failures.length === 0 ? shortest(failure) : failure)
  }
  return failures.map(told).join('\n')
}

test(
  '[M2] to [M10], [M13]: whatever people do at once, all see the same and nothing is lost',
  () => {
    expect(run(Array.from({ length: SEEDS }, (_, i) => FIRST + i))).toBe('')
  },
  MS_PER_SEED * SEEDS,
)

test(
  '[M2] to [M10], [M13]: stories that failed once hold',
  () => {
    expect(run(REGRESSIONS)).toBe('')
  },
  MS_PER_SEED * (REGRESSIONS.length + 1),
)
