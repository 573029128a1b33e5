/** When old history is folded while the server runs. Must never hold up the end of the process. */
import type { Clock } from '../clock.ts'
import { FOLD_EVERY } from '../limits.ts'
import type { Log } from '../log.ts'
import type { Folder } from './fold.ts'

/** Milliseconds after the start of the server: it has other things to do first. */
const FIRST_AFTER = 5 * 60_000

export type FoldSchedule = {
  start(): void
  /** Resolves when nothing is being folded any more. */
  stop(): Promise<void>
}

/** @param age milliseconds after which history is folded; 0: never */
export function createFoldSchedule(
  folder: Folder,
  age: number,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): FoldSchedule {
  let stopped = false
  let cancel = () => {}
  let running: Promise<void> = Promise.resolve()

  function later(milliseconds: number): void {
    if (stopped || age === 0) return
    cancel = clock.after(milliseconds, () => {
      running = folder
        .fold(age)
        .then(
          () => undefined,
          (error: unknown) => log.warn({ err: error }, 'old history was not folded; it is tried again'),
        )
        .finally(() => later(FOLD_EVERY))
    })
  }

  return {
    start: () => later(FIRST_AFTER),
    async stop() {
      stopped = true
      cancel()
      folder.stop()
      await running
    },
  }
}
