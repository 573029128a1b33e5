/**
 * News of access: a person lost theirs, has another role, or has another name. Listeners hold open connections. Changes
 * are announced only after they are committed: a listener that asks again must get the new answer. A listener that fails
 * never keeps the news from the others.
 */
import type { Log } from '../log.ts'
import type { AccessChange } from './types.ts'

export type Changes = {
  tell(change: AccessChange): void
  listen(listener: (change: AccessChange) => void): () => void
}

export function createChanges({ log }: { readonly log: Pick<Log, 'error'> }): Changes {
  const listeners = new Set<(change: AccessChange) => void>()
  return {
    tell(change) {
      for (const listener of listeners) {
        try {
          listener(change)
        } catch (error) {
          log.error({ err: error, kind: change.kind }, 'a listener to changes of access failed')
        }
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
