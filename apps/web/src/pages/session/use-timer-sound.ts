/**
 * The sound when the timer ends, and whether this browser wants it. Must never ring before the person has touched the page
 * (browsers forbid it), nor for a timer that was over when the page came.
 */
import type { Timer } from '@gamelan/protocol/session/timer'
import { useEffect, useSyncExternalStore } from 'react'
import { chime } from './chime.ts'
import { localShelf } from '../../storage/browser-storage.ts'

const KEY = 'gamelan:timer-sound'
const CHANGED = 'gamelan:timer-sound-changed'

const isWanted = () => localShelf.getItem(KEY) !== 'off'

/** `storage` tells of the other tabs of this browser. */
function subscribe(changed: () => void): () => void {
  window.addEventListener(CHANGED, changed)
  window.addEventListener('storage', changed)
  return () => {
    window.removeEventListener(CHANGED, changed)
    window.removeEventListener('storage', changed)
  }
}

/** Whether it sounds, and the switch. */
export function useWantsSound(): [boolean, (wanted: boolean) => void] {
  const wanted = useSyncExternalStore(subscribe, isWanted)
  return [
    wanted,
    (next) => {
      localShelf.setItem(KEY, next ? 'on' : 'off')
      window.dispatchEvent(new Event(CHANGED))
    },
  ]
}

/** @param offset as of useTimerShown */
export function useTimerSound(timer: Timer | null, offset: number | null): void {
  const [wanted] = useWantsSound()
  const endsAt = timer === null || timer.left !== null ? null : timer.endsAt
  useEffect(() => {
    if (!wanted || endsAt === null || offset === null) return undefined
    let takeBack: (() => void) | undefined
    const gesture = new AbortController()
    const arm = () => {
      gesture.abort()
      const left = endsAt - (Date.now() + offset)
      if (left > 0) takeBack = chime(new AudioContext(), left / 1000)
    }
    if (navigator.userActivation?.hasBeenActive) arm()
    else {
      for (const type of ['pointerup', 'keydown'])
        window.addEventListener(type, arm, { signal: gesture.signal })
    }
    return () => {
      gesture.abort()
      takeBack?.()
    }
  }, [wanted, endsAt, offset])
}
