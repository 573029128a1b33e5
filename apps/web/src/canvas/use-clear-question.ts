/** Whether the person is asked about clearing the drawing, from the menu or by Excalidraw's shortcut. */
import { useEffect, useEffectEvent, useState } from 'react'
import { isClearShortcut } from './clear-shortcut.ts'
import { keyboardIsAt } from './keyboard-place.ts'

/** `isAsked` stays until `close`; `ask` and the shortcut do nothing for those who may not draw. */
export function useClearQuestion(mayDraw: boolean) {
  const [isAsked, setIsAsked] = useState(false)
  const ask = (): void => setIsAsked(mayDraw)
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (!isClearShortcut(event)) return
    const place = keyboardIsAt(event.target)
    if (place === 'field') return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (place === 'drawing') ask()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event)
    // On the window and early: Excalidraw listens on the document.
    window.addEventListener('keydown', listener, { capture: true })
    return () => window.removeEventListener('keydown', listener, { capture: true })
  }, [])
  return { isAsked: isAsked && mayDraw, ask, close: () => setIsAsked(false) }
}
