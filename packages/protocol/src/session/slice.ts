/**
 * A part of the session's state with the events that change it. Each part knows its own events alone, so that what
 * happens to it stands in one file.
 */
import type { z } from 'zod'

/** What every event carries. */
export type Stamp = {
  /** 1 for the first of a board. */
  readonly seq: number
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number
  /** Who did it; null: the server. */
  readonly by: string | null
}

type EventSchema = z.ZodObject<{ type: z.ZodLiteral<string>; data: z.ZodType }>

type Stamped<Event> = Event extends unknown ? Stamp & Event : never

export type EventsOf<Schemas extends readonly EventSchema[]> = Stamped<z.infer<Schemas[number]>>

/** An event of whichever part. */
type AnyEvent = Stamp & { readonly type: string; readonly data: unknown }

/** Makes of what a part's own events do to it what any event does. The event must have been checked by its schema. */
export function slice<State, const Schemas extends readonly EventSchema[]>(
  schemas: Schemas,
  apply: (state: State, event: EventsOf<Schemas>) => State,
): (state: State, event: AnyEvent) => State {
  const own = new Set(schemas.flatMap((schema) => [...schema.shape.type.values]))
  const isOwn = (event: AnyEvent): event is EventsOf<Schemas> => own.has(event.type)
  return (state, event) => (isOwn(event) ? apply(state, event) : state)
}

/** A change of some properties: those that it does not name stay as they are. */
export function named<Change extends object>(
  change: Change,
): { [Key in keyof Change]?: Exclude<Change[Key], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Change]?: Exclude<Change[Key], undefined>
  }
}
