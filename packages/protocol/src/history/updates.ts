/**
 * Logged updates on their way to a player: the body of `GET /api/boards/:id/history/updates`.
 *
 * ```
 * body   = entry{*}
 * entry  = seq at author [name] update
 * seq    = uint    ; how much it is past the seq of the entry before; of the first: past `after`
 * at     = uint    ; milliseconds since 1970 of the first, of others since the one before; 0 where the clock went back
 * author = uint    ; an index into the authors so far; one more than the last: a new one, whose `name` follows
 * name   = string  ; as the log has it: a visitor's id, `link:<id>` or `server`
 * update = bytes   ; Yjs V1
 * ```
 *
 * Entries with the same seq are one moment: what each did within a second that was folded.
 *
 * Pure. Must never need the whole body at once: it is written and read entry by entry.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** One logged change as a player sees it. */
export type LoggedUpdate = {
  readonly seq: number
  /** Milliseconds since 1970; never less than that of the one before. */
  readonly at: number
  readonly author: string
  readonly update: Uint8Array
}

/** Writes entries, some at a time, each with what it needs of those before. */
export function createUpdatesEncoder(after: number): (entries: readonly LoggedUpdate[]) => Uint8Array {
  const authors = new Map<string, number>()
  let [lastSeq, lastAt] = [after, 0]
  return (entries) => {
    const encoder = encoding.createEncoder()
    for (const { seq, at, author, update } of entries) {
      encoding.writeVarUint(encoder, seq - lastSeq)
      encoding.writeVarUint(encoder, Math.max(0, at - lastAt))
      lastSeq = seq
      lastAt = Math.max(lastAt, at)
      const known = authors.get(author)
      encoding.writeVarUint(encoder, known ?? authors.size)
      if (known === undefined) {
        authors.set(author, authors.size)
        encoding.writeVarString(encoder, author)
      }
      encoding.writeVarUint8Array(encoder, update)
    }
    return encoding.toUint8Array(encoder)
  }
}

/** Reads a whole body. Throws for bytes that are none, or that end within an entry. */
export function decodeUpdates(body: Uint8Array, after: number): LoggedUpdate[] {
  const decoder = decoding.createDecoder(body)
  const authors: string[] = []
  const entries: LoggedUpdate[] = []
  let [seq, at] = [after, 0]
  while (decoding.hasContent(decoder)) {
    seq += decoding.readVarUint(decoder)
    at += decoding.readVarUint(decoder)
    const index = decoding.readVarUint(decoder)
    if (index === authors.length) authors.push(decoding.readVarString(decoder))
    const author = authors[index]
    if (author === undefined) throw new Error('an author who was not named')
    entries.push({ seq, at, author, update: decoding.readVarUint8Array(decoder) })
  }
  return entries
}
