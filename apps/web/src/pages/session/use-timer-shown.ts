/** The session's timer as it is shown now. Wakes at the second boundaries of the server's clock, not of this machine's. */
import type { Timer } from '@gamelan/protocol/session/timer'
import { useCallback, useSyncExternalStore } from 'react'
import { timerShown, type TimerShown } from './timer-shown.ts'

function shownNow(timer: Timer | null, offset: number | null): TimerShown | null {
  return timer === null || offset === null ? null : timerShown(timer, Date.now() + offset)
}

/**
 * @param offset what the server's clock is ahead of this machine's; null, and nothing is shown: rather than what is wrong
 */
export function useTimerShown(
  timer: Timer | null,
  offset: number | null,
): Pick<TimerShown, 'phase' | 'seconds'> | null {
  const subscribe = useCallback(
    (changed: () => void) => {
      let waiting: ReturnType<typeof setTimeout> | undefined
      const wait = () => {
        const until = shownNow(timer, offset)?.until
        if (until == null) return
        waiting = setTimeout(() => {
          changed()
          wait()
        }, until)
      }
      wait()
      return () => clearTimeout(waiting)
    },
    [timer, offset],
  )
  // As text, which is the same as long as it reads the same.
  const shown = useSyncExternalStore(subscribe, () => {
    const now = shownNow(timer, offset)
    return now === null ? '' : `${now.phase} ${now.seconds}`
  })
  if (shown === '') return null
  const [phase, seconds] = shown.split(' ') as [TimerShown['phase'], string]
  return { phase, seconds: Number(seconds) }
}
