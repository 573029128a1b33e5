/** Ends the wait of Excalidraw's dialogs for a part of its own that does not load, such as Mermaid's: it has no limit. */
import { useEffect, useEffectEvent } from 'react'
import { onMissing as onMissingPart } from '../ui/parts/load-part.ts'

export function useMissingPart(onMissing: () => void): void {
  const tell = useEffectEvent(onMissing)
  useEffect(() => {
    return onMissingPart(() => tell())
  }, [])
}
