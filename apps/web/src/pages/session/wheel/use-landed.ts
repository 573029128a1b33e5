/** Whether the wheel is at rest. Must never say so before it is: the result is not told before it lands. */
import type { Spin } from '@gamelan/protocol/session/wheel'
import { useReducedMotion } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { ServerClock } from '../../../session/server-clock.ts'
import { hasLanded, SPIN_MS } from './spin.ts'

/** For who wants no motion there is no spin: it has landed at once. */
export function useLanded(spin: Spin | null, clock: ServerClock): boolean {
  // Read at once, or the wheel would begin to turn for a moment.
  const isStill = useReducedMotion(false, { getInitialValueInEffect: false })
  const at = spin?.at ?? null
  const [landed, setLanded] = useState(() => (at !== null && hasLanded({ at }, clock.now()) ? at : null))
  useEffect(() => {
    if (at === null) return undefined
    let timer: ReturnType<typeof setTimeout>
    // Looked at again: by then the server's clock may be known better.
    const look = () => {
      const now = clock.now()
      if (hasLanded({ at }, now)) setLanded(at)
      else timer = setTimeout(look, at + SPIN_MS - now)
    }
    timer = setTimeout(look, Math.max(0, at + SPIN_MS - clock.now()))
    return () => clearTimeout(timer)
  }, [at, clock])
  return isStill || at === null || landed === at
}
