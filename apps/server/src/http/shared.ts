/**
 * One answer for all who ask the same within a while. Must never be put before what not everybody may have: who asks is not
 * looked at.
 */
import type { Clock } from '../clock.ts'

/**
 * `ask`, asked once for the same arguments until `holds` milliseconds after that: what is held is no more than can be answered
 * in that time.
 */
export function shared<Answer>(
  ask: (...names: string[]) => Promise<Answer>,
  { clock, holds }: { readonly clock: Pick<Clock, 'after'>; readonly holds: number },
): (...names: string[]) => Promise<Answer> {
  const held = new Map<string, Promise<Answer>>()
  return (...names) => {
    const key = JSON.stringify(names)
    const known = held.get(key)
    if (known !== undefined) return known
    const answer = ask(...names)
    held.set(key, answer)
    clock.after(holds, () => held.delete(key))
    return answer
  }
}
