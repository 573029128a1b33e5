/**
 * Who is on a board and what they show of themselves (S7): states come in by connection, and go out as one frame for
 * all. Pure: the caller says when a tick is, and sends. Must never pass on an identity that a client claims: `user`
 * is written here. Must never grow with time: clocks of those who left are kept in bounded number.
 *
 * Clocks. A receiver takes a state whose clock is higher than the one it has seen, and each client counts its own. So
 * a page that comes back with an unchanged clock would stay unseen until it moves; what goes out therefore carries a
 * clock that is always higher than what went out before ("lifted" where it is ahead of the client's own). The owner
 * of a lifted state must not get it back, since it would take it for news about itself, unless it says that it does not
 * look at such. A client that moves once a tick stays lifted: where nobody said so, each gets bytes of their own.
 */
import {
  decodeAwarenessEntries,
  encodeAwarenessEntries,
  GONE,
  type AwarenessEntry,
  type PresenceUser,
} from '@gamelan/protocol/sync/awareness'
import * as encoding from 'lib0/encoding'
import { AWARENESS_STATE_LENGTH } from '@gamelan/protocol/limits'
import { AWARENESS_CLOCK, AWARENESS_ENTRIES, AWARENESS_IDS } from '../limits.ts'

/** How many of those who left are remembered, so that they are seen at once when they come back. */
const REMEMBERED = 500

/** By how much a room lifts the clocks that it has not seen: more than one room lifts by unmoved returns. */
const LIFT = 16

/** Somebody who has presence. The object itself is their identity here. */
export type Presenter = {
  readonly actor: string
  readonly user: PresenceUser
  /** Whether they may be sent a lifted state of their own: they do not look at it. */
  readonly ignoresOwn: boolean
}

type State = {
  owner: Presenter
  /** The client's own clock, and its state as it sent it. */
  clock: number
  raw: string
  /** What goes out, and the clock it goes out with. */
  out: AwarenessEntry
}

type Left = { readonly actor: string; readonly clock: number }

/** The ids of one presenter: few, so that lists are smaller than sets and no slower. */
type Ids = {
  owned: number[]
  /** All that they ever named: receivers remember each id for good, so that those given up count, too. */
  readonly named: number[]
}

/** What changed in a tick. */
export type PresenceFrame = {
  /** The same bytes for all. */
  readonly shared: Uint8Array
  /** What one receiver gets: the shared bytes, or for the owner of a lifted state others; undefined: nothing. */
  for(receiver: Presenter): Uint8Array | undefined
}

export type Presence = {
  /** Takes an awareness update. false: its bytes are none. */
  receive(from: Presenter, update: Uint8Array): boolean
  /** The first id that they named as their own. */
  idOf(presenter: Presenter): number | undefined
  /** Their `user` is another: whatever they show goes out again. */
  renew(presenter: Presenter): void
  /** Ends whatever this presenter showed. */
  leave(presenter: Presenter): void
  /** Whether a tick would send anything. */
  isPending(): boolean
  /** What changed since the last tick. undefined: nothing. */
  tick(): PresenceFrame | undefined
  /** Everybody else, for one who comes; with those who left lately, for one who missed frames. */
  everybody(receiver: Presenter, options: { readonly withLeft: boolean }): Uint8Array | undefined
}

/** A class, since every room has one. */
class RoomPresence implements Presence {
  readonly #epoch: number
  readonly #states = new Map<number, State>()
  readonly #ids = new Map<Presenter, Ids>()
  /** Those who left, oldest first: whose they were, and the last clock that went out. */
  readonly #left = new Map<number, Left>()
  readonly #changes = new Set<number>()

  constructor(epoch: number) {
    this.#epoch = epoch
  }

  receive(from: Presenter, update: Uint8Array): boolean {
    const entries = decodeAwarenessEntries(update, AWARENESS_ENTRIES)
    if (entries === undefined) return false
    for (const entry of entries) this.#take(from, entry)
    return true
  }

  idOf(presenter: Presenter): number | undefined {
    return this.#ids.get(presenter)?.owned[0]
  }

  renew(presenter: Presenter): void {
    for (const clientId of this.#owned(presenter)) this.#changes.add(clientId)
  }

  leave(presenter: Presenter): void {
    for (const clientId of this.#owned(presenter)) {
      const state = this.#states.get(clientId)
      if (state !== undefined) this.#remove(clientId, state)
    }
    this.#ids.delete(presenter)
  }

  isPending(): boolean {
    return this.#changes.size > 0
  }

  tick(): PresenceFrame | undefined {
    if (this.#changes.size === 0) return undefined
    const parts = new Map<number, Uint8Array>()
    const liftedOwners = new Set<Presenter>()
    for (const clientId of this.#changes) {
      const entry = this.#entryOf(clientId)
      if (entry === undefined) continue
      parts.set(clientId, encodeEntry(entry))
      const state = this.#states.get(clientId)
      if (state !== undefined && entry.clock > state.clock) liftedOwners.add(state.owner)
    }
    this.#changes.clear()
    const shared = join(parts)
    if (shared === undefined) return undefined
    return {
      shared,
      for: (receiver) =>
        receiver.ignoresOwn || !liftedOwners.has(receiver) ? shared : join(parts, this.#owned(receiver)),
    }
  }

  everybody(receiver: Presenter, { withLeft }: { readonly withLeft: boolean }): Uint8Array | undefined {
    const entries: AwarenessEntry[] = []
    for (const { owner, out } of this.#states.values()) {
      if (owner !== receiver && out.state !== GONE) entries.push(out)
    }
    if (withLeft) {
      for (const [clientId, { clock }] of this.#left) entries.push({ clientId, clock, state: GONE })
    }
    return entries.length === 0 ? undefined : encodeAwarenessEntries(entries)
  }

  #take(from: Presenter, { clientId, clock, state: raw }: AwarenessEntry): void {
    // What goes out is ahead of it, and has to stay a number that receivers can read.
    if (clock > AWARENESS_CLOCK) return
    const state = this.#states.get(clientId)
    if (state?.owner !== from && !this.#mayClaim(from, clientId)) return
    if (raw === GONE) {
      if (state?.owner === from) this.#remove(clientId, state)
      return
    }
    if (!raw.startsWith('{') || raw.length > AWARENESS_STATE_LENGTH) return
    if (state?.owner === from) {
      if (clock < state.clock) return
      state.clock = clock
      state.raw = raw
    } else {
      this.#claim(from, clientId, { clock, raw })
    }
    this.#changes.add(clientId)
  }

  #claim(from: Presenter, clientId: number, { clock, raw }: Pick<State, 'clock' | 'raw'>): void {
    const state = this.#states.get(clientId)
    if (state !== undefined) this.#disown(state.owner, clientId)
    const seen = Math.max(state?.out.clock ?? 0, this.#left.get(clientId)?.clock ?? 0)
    const out = { clientId, clock: Math.max(seen, clock + this.#epoch * LIFT), state: GONE }
    this.#left.delete(clientId)
    this.#states.set(clientId, { owner: from, clock, raw, out })
    const ids = this.#ids.get(from)
    if (ids === undefined) {
      this.#ids.set(from, { owned: [clientId], named: [clientId] })
      return
    }
    ids.owned.push(clientId)
    if (!ids.named.includes(clientId)) ids.named.push(clientId)
  }

  /**
   * Whether this id becomes theirs. An unmodified client echoes the states of others, also of some who have left by
   * then. But a page that comes back, perhaps before its old connection was found dead, speaks of itself first: it is
   * the same person, on a connection that shows nothing yet.
   */
  #mayClaim(from: Presenter, clientId: number): boolean {
    const actor = this.#states.get(clientId)?.owner.actor ?? this.#left.get(clientId)?.actor
    if (actor !== undefined) return actor === from.actor && this.#owned(from).length === 0
    const named = this.#ids.get(from)?.named ?? []
    return named.includes(clientId) || named.length < AWARENESS_IDS
  }

  #owned(presenter: Presenter): readonly number[] {
    return this.#ids.get(presenter)?.owned ?? []
  }

  #disown(presenter: Presenter, clientId: number): void {
    const ids = this.#ids.get(presenter)
    if (ids !== undefined) ids.owned = ids.owned.filter((id) => id !== clientId)
  }

  #remove(clientId: number, state: State): void {
    this.#states.delete(clientId)
    this.#disown(state.owner, clientId)
    this.#left.set(clientId, { actor: state.owner.actor, clock: state.out.clock + 1 })
    this.#changes.add(clientId)
    for (const oldest of this.#left.keys()) {
      if (this.#left.size <= REMEMBERED) break
      this.#left.delete(oldest)
    }
  }

  /** The entry that goes out for an id now; undefined where its state cannot be shown. */
  #entryOf(clientId: number): AwarenessEntry | undefined {
    const state = this.#states.get(clientId)
    if (state === undefined) {
      const clock = this.#left.get(clientId)?.clock
      return clock === undefined ? undefined : { clientId, clock, state: GONE }
    }
    const stamped = stamp(state.raw, state.owner.user)
    if (stamped === undefined) return undefined
    state.out = { clientId, clock: Math.max(state.clock, state.out.clock + 1), state: stamped }
    return state.out
  }
}

/**
 * @param epoch the room's: receivers may have seen a state in the room before this one, so first clocks grow with it
 */
export function createPresence(epoch: number): Presence {
  return new RoomPresence(epoch)
}

/** One entry as bytes: encoded once, however many frames it goes into. */
function encodeEntry(entry: AwarenessEntry): Uint8Array {
  const count = 1
  return encodeAwarenessEntries([entry]).subarray(count)
}

/**
 * An awareness update of encoded entries, by client id, but for these; undefined where none is left. In a full room it
 * is made for each whose state is lifted, so that nothing is copied twice.
 */
function join(
  parts: ReadonlyMap<number, Uint8Array>,
  except: readonly number[] = [],
): Uint8Array | undefined {
  let count = 0
  let bytes = 0
  for (const [clientId, part] of parts) {
    if (except.includes(clientId)) continue
    count += 1
    bytes += part.byteLength
  }
  if (count === 0) return undefined
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, count)
  const head = encoding.toUint8Array(encoder)
  const whole = new Uint8Array(head.byteLength + bytes)
  whole.set(head)
  let at = head.byteLength
  for (const [clientId, part] of parts) {
    if (except.includes(clientId)) continue
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}

/** A client's state with the server's word on who it is; undefined for what is no JSON object. */
function stamp(raw: string, user: PresenceUser): string | undefined {
  try {
    const state: unknown = mayHoldPrototype(raw) ? JSON.parse(raw, withoutPrototype) : JSON.parse(raw)
    if (typeof state !== 'object' || state === null || Array.isArray(state)) return undefined
    return JSON.stringify({ ...state, user })
  } catch {
    return undefined
  }
}

/** Looking at every key is dear, and hardly a state has such a key, plain or escaped. */
const mayHoldPrototype = (raw: string) => raw.includes('__proto__') || raw.includes('\\')

/** `__proto__` in a parsed state would set a prototype wherever it is copied by assignment. */
const withoutPrototype = (key: string, value: unknown) => (key === '__proto__' ? undefined : value)
