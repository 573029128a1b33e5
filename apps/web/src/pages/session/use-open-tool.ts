/**
 * Which tool of the session's panel is open. This window keeps it, so that whoever comes back from a replay, a round or another
 * of the session's boards finds the panel as they left it; another session's is closed.
 */
import { useEffect, useState } from 'react'
import { keepText, keptText } from '../../storage/kept-text.ts'
import { TOOLS, type ToolName } from './tool.ts'
import type { Shelf } from '../../storage/browser-storage.ts'
import { tabShelf } from '../../storage/browser-storage.ts'

const keyOf = (sessionBoard: string) => `gamelan:tool:${sessionBoard}`

export function keptTool(storage: Shelf, sessionBoard: string): ToolName | null {
  const kept = keptText(storage, keyOf(sessionBoard))
  return TOOLS.find((name) => name === kept) ?? null
}

/** @param tool null: the panel is closed */
export function keepTool(storage: Shelf, sessionBoard: string, tool: ToolName | null): void {
  keepText(storage, keyOf(sessionBoard), tool)
}

/** @param sessionBoard undefined: it is not known yet */
export function useOpenTool(sessionBoard: string | undefined) {
  /** undefined: nothing was chosen on this page. */
  const [chosen, setChosen] = useState<ToolName | null>()
  useEffect(() => {
    if (chosen !== undefined && sessionBoard !== undefined) keepTool(tabShelf, sessionBoard, chosen)
  }, [chosen, sessionBoard])
  const kept = sessionBoard === undefined ? null : keptTool(tabShelf, sessionBoard)
  return [chosen === undefined ? kept : chosen, setChosen] as const
}
