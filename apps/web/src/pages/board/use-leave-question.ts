/**
 * Has the browser ask before a tab closes whose work exists nowhere else. Must never ask otherwise: a page that always
 * asks is one whose question nobody reads.
 */
import { useEffect } from 'react'

export function useLeaveQuestion(isAtRisk: boolean): void {
  useEffect(() => {
    if (!isAtRisk) return undefined
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isAtRisk])
}
