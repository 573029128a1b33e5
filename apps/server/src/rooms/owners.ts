/**
 * The owner rule of S5 at work in one room: what a sender may extend now, whom to ask for a sign of life when their
 * client id is used by somebody else, and when to ask again for what was left out. Must never leave anybody waiting
 * for ever: each wait ends with the owner's word, their leaving, or their patience.
 */
import type { Clock } from '../clock.ts'
import { OWNER_PATIENCE } from '../limits.ts'
import type { Admission, Known } from './admission.ts'
import type { LiveDocument } from './document.ts'
import { createOwnerships } from './ownership.ts'
import type { RoomPeer } from './peer.ts'

/** Milliseconds within which what lets several go on is put together, so that a hundred who return cost little. */
const ASK_AGAIN_AFTER = 250

type Parts = {
  readonly document: Pick<LiveDocument, 'doc' | 'clock'>
  /** Who is on the board. */
  readonly peers: ReadonlySet<RoomPeer>
  readonly clock: Pick<Clock, 'elapsed'>
  /** Runs once, however often it is asked for meanwhile. */
  readonly later: (name: string, milliseconds: number, run: () => void) => void
}

/** What the rule says on one message. */
export type Ruling = {
  readonly mayExtend: Known['mayExtend']
  /** The message was not applied, for something is missing: whether it is to be asked for at once. */
  gap(): 'gap' | 'waits'
  /** The message was applied. false: something was left out, and will be asked for. */
  taken(admission: Admission): boolean
}

export type Owners = {
  join(peer: RoomPeer): void
  leave(peer: RoomPeer): void
  named(client: number, by: RoomPeer): void
  rule(from: RoomPeer, type: 'step2' | 'update'): Ruling
}

export function createOwners({ document, peers, clock, later }: Parts): Owners {
  const ownerships = createOwnerships(
    () => document.doc.clientID,
    (client) => document.clock(client) > 0,
  )
  /** Those of whom something was left out. */
  const waiting = new Set<RoomPeer>()
  /** Programs that were asked for a sign of life, and who wrote under their ids. */
  const contests = new Map<RoomPeer, Set<RoomPeer>>()

  function wait(peer: RoomPeer): void {
    waiting.add(peer)
    later('owner-patience', OWNER_PATIENCE + 1, askAgain)
  }

  function askAgain(): void {
    const asked = [...waiting]
    waiting.clear()
    for (const peer of asked) peer.askAgain()
  }

  /** Something has changed that those who wait may have waited for. */
  function askSoon(): void {
    if (waiting.size > 0) later('ask-again', ASK_AGAIN_AFTER, askAgain)
  }

  function contest(owner: RoomPeer, challenger: RoomPeer): void {
    const known = contests.get(owner)
    if (known !== undefined) {
      known.add(challenger)
      return
    }
    const challengers = new Set([challenger])
    contests.set(owner, challengers)
    owner.ping(() => {
      if (contests.get(owner) !== challengers) return
      contests.delete(owner)
      for (const peer of challengers) peer.refuse('refused', "another's client id")
    })
    later(`contest of ${owner.connectionId}`, OWNER_PATIENCE, () => {
      if (contests.get(owner) !== challengers) return
      contests.delete(owner)
      ownerships.forfeit(owner)
      askSoon()
    })
  }

  return {
    join(peer) {
      ownerships.join(peer, clock.elapsed())
    },
    leave(peer) {
      waiting.delete(peer)
      contests.delete(peer)
      ownerships.leave(peer)
      askSoon()
    },
    named(client, by) {
      ownerships.claim(client, by)
    },
    rule(from, type) {
      const programs = new Set<RoomPeer>()
      const contested = () => {
        for (const owner of programs) contest(owner, from)
      }
      return {
        mayExtend(client) {
          const extension = ownerships.mayExtend(client, from, type, clock.elapsed())
          if (extension !== 'no') return extension
          const claimant = ownerships.program(client)
          for (const peer of peers) {
            if (peer !== claimant) continue
            programs.add(peer)
            return type === 'step2' ? 'cut' : 'gap'
          }
          return 'no'
        },
        gap() {
          if (programs.size === 0) return 'gap'
          contested()
          wait(from)
          return 'waits'
        },
        taken(admission) {
          if (admission.verdict !== 'apply' && admission.verdict !== 'known') return false
          const { cut } = admission
          if (admission.verdict === 'apply') {
            // By step 2 anybody's work may come, so that says nothing of whose it is.
            if (type === 'update') for (const client of admission.moves.keys()) ownerships.claim(client, from)
            askSoon()
          }
          const isWhole = ![...cut].some((client) => ownerships.owns(client, from))
          if (isWhole && (type === 'step2' || admission.verdict === 'apply') && ownerships.settle(from))
            askSoon()
          if (cut.size === 0) return true
          contested()
          wait(from)
          return false
        },
      }
    },
  }
}
