/**
 * Presence on the wire (S7): awareness updates taken apart and put together without a Y.Doc or an Awareness, since
 * both cost more than the message. What a state holds is in `presenceSchema`. Must never trust `user` from a client.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { z } from 'zod'
import { colorSchema } from '../http/boards.ts'
import { AWARENESS_SELECTION } from '../limits.ts'
import { roleSchema } from '../roles.ts'
import { storedLineSchema } from '../text.ts'

/** One client's state in an awareness update. `state` is JSON; `null` says that the client has gone. */
export type AwarenessEntry = { readonly clientId: number; readonly clock: number; readonly state: string }

/** The JSON of a state that says its client has gone. */
export const GONE = 'null'

/** Puts entries into one awareness update (y-protocols' form). */
export function encodeAwarenessEntries(entries: readonly AwarenessEntry[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const { clientId, clock, state } of entries) {
    encoding.writeVarUint(encoder, clientId)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, state)
  }
  return encoding.toUint8Array(encoder)
}

/** Takes an awareness update apart. Answers undefined for bytes that are none, or that claim more than `most`. */
export function decodeAwarenessEntries(update: Uint8Array, most: number): AwarenessEntry[] | undefined {
  try {
    const decoder = decoding.createDecoder(update)
    const count = decoding.readVarUint(decoder)
    if (count > most) return undefined
    const entries: AwarenessEntry[] = []
    for (let i = 0; i < count; i++) {
      const clientId = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      entries.push({ clientId, clock, state: decoding.readVarString(decoder) })
    }
    return decoding.hasContent(decoder) ? undefined : entries
  } catch {
    return undefined
  }
}

const coordinate = z.number().min(-1e9).max(1e9)

/** What a client says about itself. Everything is optional: an unmodified client may say other things, or nothing. */
export const presenceSchema = z.object({
  /** Where the pointer is, in scene coordinates; null when it has left the drawing. */
  cursor: z
    .object({ x: coordinate, y: coordinate, tool: z.enum(['pointer', 'laser']), down: z.boolean() })
    .nullable()
    .optional(),
  /** Ids of the selected elements. */
  selection: z.array(z.string().max(128)).max(AWARENESS_SELECTION).optional(),
  /** The part of the drawing in view, in scene coordinates: [left, top, right, bottom]. Sent only while followed. */
  view: z.tuple([coordinate, coordinate, coordinate, coordinate]).optional(),
  /** Awareness id of the one whose view this client follows. */
  follows: z.number().int().optional(),
  /** Nothing done for a minute, or the tab is hidden. */
  idle: z.enum(['active', 'idle', 'away']).optional(),
})
export type Presence = z.infer<typeof presenceSchema>

/** What the server writes into each state; a client's own claim is overwritten. */
export const presenceUserSchema = z.object({
  id: z.string(),
  name: storedLineSchema,
  color: colorSchema,
  role: roleSchema,
})
export type PresenceUser = z.infer<typeof presenceUserSchema>

/** A state as it comes from the server. */
export const stampedPresenceSchema = presenceSchema.extend({ user: presenceUserSchema })
export type StampedPresence = z.infer<typeof stampedPresenceSchema>
