/**
 * What an update of a peer goes through before it is in the document: measured, looked at, found to have room, applied.
 * Must never apply what was not let in, nor leave anything behind of what it refuses, but for work that took too long:
 * of that, what is applied stays (see work.ts).
 */
import * as Y from 'yjs'
import type { Admission } from './admission.ts'
import type { Capacity } from './capacity.ts'
import type { Change, LiveDocument } from './document.ts'
import type { LogSize } from './log-size.ts'
import type { Owners } from './owners.ts'
import type { RoomPeer, Verdict } from './peer.ts'
import { portionsOf, sizeOf, type Portion } from './portions.ts'
import type { Measure, Work } from './work.ts'

type Parts = {
  readonly document: LiveDocument
  readonly owners: Owners
  readonly capacity: Capacity
  readonly logSize: Pick<LogSize, 'isFull'>
  readonly work: Work
  /** Whether so much more may wait for the database. */
  readonly hasRoom: (bytes: number, from: RoomPeer) => boolean
  /** Logs and sends on what was changed. */
  readonly record: (changes: readonly Change[], from: RoomPeer) => void
  /** The position up to which all is in the log, or on its way there. */
  readonly head: () => number
  /** What was let in could not be applied: the document must be given up. */
  readonly failed: (failure: Error, from: RoomPeer) => void
}

type LetIn = Admission & { readonly verdict: 'apply' | 'known' }

const TOO_MUCH_WORK: Verdict = { kind: 'refused', reason: 'tooMany', detail: 'work' }

/** What a room does with an update that came in. Never throws. */
export function createIntake({
  document,
  owners,
  capacity,
  logSize,
  work,
  hasRoom,
  record,
  head,
  failed,
}: Parts): (update: Uint8Array, from: RoomPeer, type: 'step2' | 'update') => Verdict {
  function takeIn(update: Uint8Array, from: RoomPeer, type: 'step2' | 'update', measure: Measure): Verdict {
    const ruling = owners.rule(from, type)
    const admission = document.admit(update, {
      mayExtend: ruling.mayExtend,
      maySend(structs) {
        measure.allow(structs)
        return from.maySend(structs)
      },
    })
    const taken = (): Verdict =>
      ruling.taken(admission) ? { kind: 'logged', seq: head() } : { kind: 'waits' }
    switch (admission.verdict) {
      case 'gap':
        return { kind: ruling.gap() }
      case 'malformed':
      case 'refused':
      case 'tooMany':
        return { kind: 'refused', reason: admission.verdict, detail: admission.reason }
      case 'known':
        // What it repeats may itself still wait for its commit.
        if (admission.parts.deletions.size === 0) return taken()
        break
      case 'apply':
    }
    if (logSize.isFull(update.byteLength) && isNews(admission)) {
      return { kind: 'refused', reason: 'historyFull', detail: 'the log is as long as it may be' }
    }
    const excess = excessOf(admission, update.byteLength)
    if (excess !== undefined) return { kind: 'refused', reason: 'full', detail: excess }
    if (!hasRoom(update.byteLength, from)) {
      return { kind: 'refused', reason: 'unavailable', detail: 'too much waits for the database' }
    }
    let [isWhole, goesOn] = [true, true]
    const { changes, failure } = document.change((doc) => {
      for (const portion of portions(admission)) {
        isWhole = goesOn
        if (!isWhole) break
        Y.applyUpdate(doc, portion.update, from)
        goesOn = measure.goesOn(portion.size)
      }
    })
    if (failure !== undefined) {
      failed(failure, from)
      return { kind: 'gone' }
    }
    record(changes, from)
    return isWhole ? taken() : TOO_MUCH_WORK
  }

  /** Whether anything of it comes into the log. Whoever connects repeats all deletions that they know of. */
  const isNews = ({ verdict, parts }: LetIn): boolean =>
    verdict === 'apply' || document.deletesMore(parts.deletions)

  function excessOf(admission: LetIn, bytes: number): string | undefined {
    const { parts } = admission
    const { elements, clients } = admission.verdict === 'apply' ? admission : { elements: 0, clients: 0 }
    const structs = parts.structs.length
    return capacity.excess({ bytes, elements, clients, structs, deletions: sizeOf(parts) - structs })
  }

  /** What is to be applied, without what is known: all at once, as nearly everything, or one after the other. */
  function portions({ update, parts, repeats }: LetIn): Iterable<Portion> {
    const size = sizeOf(parts)
    if (size > work.portion()) {
      return portionsOf(
        parts,
        () => work.portion(),
        (client) => document.clock(client),
      )
    }
    return [{ update: repeats ? Y.diffUpdate(update, document.stateVector()) : update, size }]
  }

  return (update, from, type) => {
    const measure = work.begin(from.owner, update.byteLength)
    if (measure === undefined) return TOO_MUCH_WORK
    const verdict = takeIn(update, from, type, measure)
    measure.end()
    return verdict
  }
}
