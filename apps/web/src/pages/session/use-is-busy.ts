/**
 * Whether a person must not be taken elsewhere now: they have a hand on something, a text under their cursor, or a form in a
 * dialog (M13).
 */
import { useEffect, useRef } from 'react'

const FIELDS = 'input, textarea, [contenteditable]'

/** Whether the person is in the middle of something. */
export function useIsBusy(): () => boolean {
  const isDown = useRef(false)
  useEffect(() => {
    const down = () => (isDown.current = true)
    const up = () => (isDown.current = false)
    window.addEventListener('pointerdown', down, true)
    window.addEventListener('pointerup', up, true)
    window.addEventListener('pointercancel', up, true)
    return () => {
      window.removeEventListener('pointerdown', down, true)
      window.removeEventListener('pointerup', up, true)
      window.removeEventListener('pointercancel', up, true)
    }
  }, [])
  return () =>
    isDown.current ||
    document.activeElement?.matches(FIELDS) === true ||
    document.querySelector(`[role=dialog] :is(${FIELDS})`) !== null
}
