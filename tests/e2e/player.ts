/** What the player says of itself, as the tests of several things read it. */
import { en } from '../../apps/web/src/words/en.ts'
import type { Person } from './person.ts'

/** Which change it shows; 0 where there is no player. */
export async function shownChange({ page }: Person): Promise<number> {
  const slider = page.getByRole('slider', { name: en.replay.timeline })
  if ((await slider.count()) === 0) return 0
  return Number(/Change (\d+) of/.exec((await slider.getAttribute('aria-valuetext')) ?? '')?.[1] ?? 0)
}
