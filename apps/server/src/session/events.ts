/**
 * The one way in which a client's message reaches the code that serves it. A handler runs only for arguments of the agreed
 * number and shape, and its answer goes to the acknowledgement: the last argument, which Socket.IO itself adds.
 */
import type { z } from 'zod'
import { clientMessages, type ClientToServer } from '@gamelan/protocol/session/messages'
import type { Metrics } from '../metrics.ts'
import type { Contain } from '../sockets/containment.ts'

type Name = keyof ClientToServer
type Given<Event extends Name> = z.output<(typeof clientMessages)[Event]>
/** What a message is answered with; undefined: nothing. */
type AnswerTo<Event extends Name> =
  Parameters<ClientToServer[Event]> extends [...unknown[], (answer: infer Answer) => void]
    ? Answer
    : undefined

export type Handler<Event extends Name> = {
  /** Runs first, whatever was sent. An answer from here ends the matter. */
  readonly before?: () => AnswerTo<Event> | undefined
  readonly run: (...given: Given<Event>) => AnswerTo<Event> | Promise<AnswerTo<Event>>
  /** The answer to other arguments than those agreed. Absent: they are ignored. */
  readonly otherwise?: AnswerTo<Event>
}

export type Handlers = { readonly [Event in Name]: Handler<Event> }

type Listens = { on(event: string, listener: (...given: unknown[]) => void): unknown }

/** Serves the messages of a socket. */
export function handleEvents(
  socket: Listens,
  handlers: Handlers,
  { contain, metrics }: { readonly contain: Contain; readonly metrics: Pick<Metrics, 'refused'> },
): void {
  function handle<Event extends Name>(event: Event, { before, run, otherwise }: Handler<Event>): void {
    async function take(given: readonly unknown[]): Promise<void> {
      const last = given.at(-1)
      // Nothing that comes as JSON is a function: this one is Socket.IO's.
      const acknowledge = typeof last === 'function' ? (last as (answer: unknown) => void) : undefined
      const early = before?.()
      if (early !== undefined) {
        acknowledge?.(early)
        return
      }
      const read = clientMessages[event].safeParse(acknowledge === undefined ? given : given.slice(0, -1))
      if (!read.success || (event !== 'resync' && acknowledge === undefined)) {
        metrics.refused.inc({ reason: 'malformed' })
        if (otherwise !== undefined) acknowledge?.(otherwise)
        return
      }
      const answer = await run(...(read.data as Given<Event>))
      if (answer !== undefined) acknowledge?.(answer)
    }
    socket.on(
      event,
      contain((...given: unknown[]) => take(given)),
    )
  }
  handle('command', handlers.command)
  handle('time', handlers.time)
  handle('resync', handlers.resync)
  handle('watch', handlers.watch)
}
