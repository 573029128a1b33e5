/**
 * The news that somebody's access ended, from whoever ended it to whoever holds open connections. Must be told only
 * after the loss is committed: a listener that asks again must get the new answer.
 */
import type { Ended } from './types.ts'

export type Endings = {
  tell(ended: Ended): void
  listen(listener: (ended: Ended) => void): () => void
}

export function createEndings(): Endings {
  const listeners = new Set<(ended: Ended) => void>()
  return {
    tell(ended) {
      for (const listener of listeners) listener(ended)
    },
    listen(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
