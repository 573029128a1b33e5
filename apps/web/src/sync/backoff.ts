/** How long to wait before the next try to reach the server. */

const FIRST_MS = 200
const MOST_MS = 5_000

/**
 * The wait before try number `attempt` (1 and up), in milliseconds: twice as long each time, and a random part of
 * it, since a server that restarts would otherwise meet all its clients at once. `random` is in [0, 1).
 */
export function backoff(attempt: number, random: number): number {
  const full = Math.min(FIRST_MS * 2 ** Math.min(attempt - 1, 16), MOST_MS)
  return full / 2 + (full / 2) * random
}
