/**
 * Drawings that are pasted as files, as from a file manager: Excalidraw takes images alone, and drops the others in
 * silence. Must never take a paste away from a field or a dialog.
 */
import { useEffect, useEffectEvent } from 'react'
import { isImage } from './drop.ts'
import { keyboardIsAt } from './keyboard-place.ts'

/** @param onFile called for each pasted file that is no image */
export function usePastedFiles(onFile: (file: File) => void): void {
  const take = useEffectEvent(onFile)
  useEffect(() => {
    const leaving = new AbortController()
    const listener = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])].filter((file) => !isImage(file))
      if (files.length === 0 || keyboardIsAt(document.activeElement) !== 'drawing') return
      event.preventDefault()
      event.stopPropagation()
      for (const file of files) take(file)
    }
    // On the window and early: Excalidraw listens on the document.
    window.addEventListener('paste', listener, { capture: true, signal: leaving.signal })
    return () => leaving.abort()
  }, [])
}
