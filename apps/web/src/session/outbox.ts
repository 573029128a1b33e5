/**
 * What was asked of a session and may be done later, kept by this window until it is answered: a line that was typed in a tunnel
 * is not lost with its page. It goes out again under the same id, by which the server does it once. Must never keep what was
 * meant for a moment.
 */
import { commandSchema, type Command } from '@gamelan/protocol/session/commands'
import { keepText, keptText } from '../ui/kept-text.ts'

export type Outbox = {
  /** In the order in which it was asked. What cannot be read any more is left out. */
  all(): readonly Command[]
  keep(command: Command): void
  drop(id: string): void
}

const keyOf = (boardId: string) => `gamelan:asked:${boardId}`

/** Of what was asked by the page of a board. */
export function createOutbox(storage: Storage, boardId: string): Outbox {
  const key = keyOf(boardId)
  const all = (): readonly Command[] => {
    try {
      const kept: unknown = JSON.parse(keptText(storage, key) ?? '[]')
      return Array.isArray(kept) ? kept.flatMap((one) => commandSchema.safeParse(one).data ?? []) : []
    } catch {
      return []
    }
  }
  const keepAll = (commands: readonly Command[]) =>
    keepText(storage, key, commands.length === 0 ? null : JSON.stringify(commands))
  return {
    all,
    keep: (command) => keepAll([...all(), command]),
    drop: (id) => keepAll(all().filter((command) => command.id !== id)),
  }
}

export function forgetAsked(storage: Storage, boardId: string): void {
  keepText(storage, keyOf(boardId), null)
}
