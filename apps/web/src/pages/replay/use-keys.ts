/** The player's keys, wherever the focus is but in a field, a menu or a dialog. */
import { useEffect, useEffectEvent } from 'react'

export type PlayerKeys = {
  readonly toggle: () => void
  readonly step: (by: 1 | -1) => void
  readonly mark: (by: 1 | -1) => void
  readonly faster: (by: 1 | -1) => void
  readonly toEnd: (end: 'first' | 'last') => void
}

const ELSEWHERE = 'input, textarea, select, [contenteditable="true"], [role="menu"], [role="dialog"]'

export function usePlayerKeys(keys: PlayerKeys): void {
  const press = useEffectEvent((event: KeyboardEvent): boolean => {
    const { key, shiftKey } = event
    if (key === ' ') keys.toggle()
    else if (key === 'ArrowLeft') (shiftKey ? keys.mark : keys.step)(-1)
    else if (key === 'ArrowRight') (shiftKey ? keys.mark : keys.step)(1)
    else if (key === 'ArrowUp') keys.faster(1)
    else if (key === 'ArrowDown') keys.faster(-1)
    else if (key === 'Home') keys.toEnd('first')
    else if (key === 'End') keys.toEnd('last')
    else return false
    return true
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return
      const { target } = event
      if (target instanceof Element && target.closest(ELSEWHERE)) return
      // A button takes its own space bar.
      if (event.key === ' ' && target instanceof HTMLButtonElement) return
      if (!press(event)) return
      // Excalidraw would scroll, and the page too.
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
}
