/**
 * Parts of the page that are loaded only when they are asked for, such as Excalidraw's Mermaid dialog: where one does
 * not load, whoever asked for it is told so. Excalidraw itself would wait for it without end.
 */
import { useEffect, useEffectEvent } from 'react'

/** What Vite dispatches on the window when an import does not load. */
const IMPORT_FAILED = 'vite:preloadError'

export function useMissingPart(onMissing: () => void): void {
  const tell = useEffectEvent(onMissing)
  useEffect(() => {
    const listener = (): void => tell()
    window.addEventListener(IMPORT_FAILED, listener)
    return () => window.removeEventListener(IMPORT_FAILED, listener)
  }, [])
}
