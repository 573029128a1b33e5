/**
 * The news of access: somebody lost theirs, has another role, or is called otherwise; from whoever did it to whoever
 * holds open connections. Must be told only after it is committed: a listener that asks again must get the new answer.
 */
import type { AccessChange } from './types.ts'

export type Changes = {
  tell(change: AccessChange): void
  listen(listener: (change: AccessChange) => void): () => void
}

export function createChanges(): Changes {
  const listeners = new Set<(change: AccessChange) => void>()
  return {
    tell(change) {
      for (const listener of listeners) listener(change)
    },
    listen(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
