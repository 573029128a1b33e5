/** Stories, one for each seed, and what is left of one that fails when all that need not be there is taken out. */
import fc from 'fast-check'
import type { Step, Story } from './simulate.ts'
import { ACT_WEIGHTS, simulate } from './simulate.ts'

const what = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Step['what']>('cut') },
  { weight: 4, arbitrary: fc.constant<Step['what']>('connect') },
  { weight: 1, arbitrary: fc.constant<Step['what']>('partition') },
  { weight: 1, arbitrary: fc.constant<Step['what']>('reload') },
  { weight: 1, arbitrary: fc.constant<Step['what']>('days') },
  ...ACT_WEIGHTS.map(({ name, weight }) => ({ weight, arbitrary: fc.constant<Step['what']>(name) })),
)

const step = fc.record<Step>({
  who: fc.nat({ max: 3 }),
  what,
  wait: fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 400 })),
  dice: fc.nat(),
})

const story = fc.record<Story>({
  people: fc.integer({ min: 2, max: 4 }),
  network: fc.nat(),
  steps: fc.array(step, { minLength: 1, maxLength: 220, size: 'max' }),
})

export type Failure = { readonly seed: number; readonly faults: readonly string[]; readonly story: Story }

/** One story for one seed. */
export function trial(seed: number): Failure | undefined {
  const [told] = fc.sample(story, { seed, numRuns: 1 })
  if (!told) return undefined
  const faults = faultsOf(told)
  return faults.length > 0 ? { seed, faults, story: told } : undefined
}

/**
 * The failure with as few steps as still break the same rule. fast-check's own shrinking tries to make every number
 * smaller, too, which takes minutes for a story and makes it no easier to read.
 */
export function shortest(failure: Failure): Failure {
  const [rule] = [...ruleOf(failure.faults)]
  let best = failure
  for (let length = best.story.steps.length; length >= 1; length = Math.floor(length / 2)) {
    for (let at = best.story.steps.length - length; at >= 0; at -= length) {
      const { steps } = best.story
      const { people, network } = best.story
      const told = { people, network, steps: [...steps.slice(0, at), ...steps.slice(at + length)] }
      const faults = faultsOf(told)
      if (ruleOf(faults).has(rule)) best = { seed: failure.seed, faults, story: told }
    }
  }
  return best
}

function ruleOf(faults: readonly string[]): ReadonlySet<string | undefined> {
  return new Set(faults.map((fault) => fault.split(' ')[0]))
}

function faultsOf(told: Story): readonly string[] {
  try {
    return simulate(told)
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  }
}
