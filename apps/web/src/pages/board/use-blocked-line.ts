/** Finds out which live connection of a board does not come through, and tells the operator once. */
import { useEffect, useState } from 'react'
import { useApi } from '../../http/api-context.tsx'
import type { SessionSnapshot } from '../../session/session-connection.ts'
import type { SaveState } from '../../sync/board-connection.ts'
import { browserLine, isBlocked, type Blocked } from './live-line.ts'

/** Which connection seems to be missing. The session's counts only while the drawing's works. */
function missing(saveState: SaveState, session: SessionSnapshot['line']): Blocked {
  if (saveState === 'connecting' || saveState === 'offline') return 'sync'
  return session === 'connecting' || session === 'lost' ? 'session' : null
}

/** @param isOpen whether the board is still open for this person */
export function useBlockedLine(
  saveState: SaveState,
  session: SessionSnapshot['line'],
  isOpen: boolean,
): Blocked {
  const api = useApi()
  const suspect = isOpen ? missing(saveState, session) : null
  const [blocked, setBlocked] = useState<Blocked>(null)
  // What was missing is there again.
  if (blocked !== null && blocked !== suspect) setBlocked(null)

  useEffect(() => {
    if (suspect === null) return undefined
    let isOver = false
    const look = async (): Promise<void> => {
      if (!(await isBlocked(suspect, () => isOver, browserLine))) return
      setBlocked(suspect)
      // A report that does not arrive changes nothing for this person.
      await api.reportLine(suspect).catch(() => undefined)
    }
    void look()
    return () => {
      isOver = true
    }
  }, [suspect, api])
  return blocked
}
