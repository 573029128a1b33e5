/**
 * One update of a log without what is to go (H8). Pure. Every struct keeps its id, its length and its neighbours, and
 * the deletions stay as they are: only what was said is no longer there. Must never touch another struct.
 */
import * as Y from 'yjs'
import type { Verdict } from './erase-rule.ts'
import { type Struct, writeUpdate } from './write-update.ts'

/** The update's structs without what goes. undefined: nothing in it does. */
export function rewrite(update: Uint8Array, verdict: (struct: Struct) => Verdict): Uint8Array | undefined {
  const { structs, ds } = Y.decodeUpdate(update)
  let isChanged = false
  const runs: Struct[][] = []
  for (const struct of structs) {
    const decided = verdict(struct)
    isChanged ||= decided !== 'keep'
    const run = runs.at(-1)
    const kept = without(struct, decided)
    if (run?.[0]?.id.client === struct.id.client) run.push(kept)
    else runs.push([kept])
  }
  return isChanged ? writeUpdate(runs, ds.clients) : undefined
}

function without(struct: Struct, verdict: Verdict): Struct {
  if (verdict === 'keep' || !(struct instanceof Y.Item)) return struct
  const { id, length, origin, rightOrigin, parent, parentSub } = struct
  if (verdict === 'collect') return new Y.GC(id, length)
  return new Y.Item(id, null, origin, null, rightOrigin, parent, parentSub, new Y.ContentDeleted(length))
}
