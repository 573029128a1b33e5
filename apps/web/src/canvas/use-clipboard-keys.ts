/**
 * Copying, cutting and pasting while a button of the page has the keyboard, or nothing has it, as after a dialog or a
 * notice was closed: Excalidraw takes all other keys then, and lets these three fall.
 */
import type { RefObject } from 'react'
import { useEffect } from 'react'
import { keyboardIsAt } from './keyboard-place.ts'

/** `root`: what Excalidraw fills. */
export function useClipboardKeys(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const leaving = new AbortController()
    const listener = (event: ClipboardEvent): void => {
      const { activeElement } = document
      if (root.current?.contains(activeElement) || keyboardIsAt(activeElement) !== 'drawing') return
      // Words that are marked elsewhere on the page are what is meant to be copied.
      if (event.type !== 'paste' && getSelection()?.isCollapsed === false) return
      root.current?.querySelector<HTMLElement>('.excalidraw-container')?.focus()
    }
    // On the window and early: Excalidraw listens on the document.
    const options = { capture: true, signal: leaving.signal }
    for (const type of ['copy', 'cut', 'paste'] as const) window.addEventListener(type, listener, options)
    return () => leaving.abort()
  }, [root])
}
