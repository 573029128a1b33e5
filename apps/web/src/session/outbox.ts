/**
 * What was asked of a session and may be done later, kept by this window until it is answered: a line that was typed in a tunnel
 * is not lost with its page. It goes out again under the same id, by which the server does it once. Must never keep what was
 * meant for a moment.
 */
import { commandSchema } from '@gamelan/protocol/session/commands'
import { z } from 'zod'
import { keepText, keptText } from '../storage/kept-text.ts'
import type { Shelf } from '../storage/browser-storage.ts'

const keptSchema = z.object({
  command: commandSchema,
  /** When it was asked, in milliseconds since 1970. */
  at: z.number(),
})
export type Kept = z.infer<typeof keptSchema>

export type Outbox = {
  /** In the order in which it was asked. What cannot be read any more is left out. */
  all(): readonly Kept[]
  keep(kept: Kept): void
  drop(id: string): void
}

/** Milliseconds after which others may well have written where this was to be written. */
const STALE = 10 * 60_000

/**
 * Whether it may write over what others have written since. Of a command that says what its sender saw the server knows; an older
 * page kept some that do not. What adds to a list writes over nothing.
 */
export function isStale({ command, at }: Kept, now: number): boolean {
  if (command.seen !== undefined || now - at < STALE || command.type !== 'edit-turn') return false
  return [...(command.steps ?? []), ...(command.links ?? [])].some(({ change }) => change !== 'add')
}

const nameOf = (sessionBoard: string) => `gamelan:asked:${sessionBoard}`

/** @param sessionBoard whose session it is: one outbox on all boards of a session */
export function createOutbox(storage: Shelf, sessionBoard: string): Outbox {
  const name = nameOf(sessionBoard)
  const all = (): readonly Kept[] => {
    try {
      const kept: unknown = JSON.parse(keptText(storage, name) ?? '[]')
      return Array.isArray(kept) ? kept.flatMap((one) => keptSchema.safeParse(one).data ?? []) : []
    } catch {
      return []
    }
  }
  const keepAll = (kept: readonly Kept[]) =>
    keepText(storage, name, kept.length === 0 ? null : JSON.stringify(kept))
  return {
    all,
    keep: (one) => keepAll([...all(), one]),
    drop: (id) => keepAll(all().filter(({ command }) => command.id !== id)),
  }
}

export function forgetAsked(storage: Shelf, sessionBoard: string): void {
  keepText(storage, nameOf(sessionBoard), null)
}
