/** The time, as a component shows it. */
import { useEffect, useState } from 'react'

const MINUTE_MS = 60_000

/** Milliseconds since 1970, renewed every minute while the component is there. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
