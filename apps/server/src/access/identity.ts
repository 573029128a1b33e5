/**
 * Who people and programs are shown as. Must never show a key, nor anything that one could be told from.
 */
import { createHash } from 'node:crypto'
import { pickColor } from '@gamelan/protocol/colors'
import type { Participant } from '@gamelan/protocol/http/boards'

/** What a program is called: it came with a link's key, and said no name. */
export const PROGRAM_NAME = 'Program'

/** What a visitor is called who has not said a name. */
export const GUEST_NAME = 'Guest'

/** Whom the log names as the author of what a program did. */
export function programActor(linkId: string): string {
  return `link:${linkId}`
}

/** A program as a participant: the same for all programs that use one link. */
export function programParticipant(linkId: string): Participant {
  const digest = createHash('sha256').update(`program|${linkId}`).digest()
  return {
    id: digest.toString('base64url').slice(0, 22),
    name: PROGRAM_NAME,
    color: pickColor(digest.readUInt8(31) / 256),
  }
}

/** A visitor's row as a participant. */
export function visitorParticipant(visitor: {
  id: string
  name: string | null
  color: string | null
}): Participant {
  return { id: visitor.id, name: visitor.name ?? GUEST_NAME, color: visitor.color ?? pickColor(0) }
}
