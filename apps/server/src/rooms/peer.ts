/**
 * One connection to a board: what each of its frames does. Must never answer an error to a frame in any other way
 * than by closing this very connection: the board and the others do not notice (S5).
 */
import type { Participant } from '@gamelan/protocol/http/boards'
import { may, type Role } from '@gamelan/protocol/roles'
import type { PresenceUser } from '@gamelan/protocol/sync/awareness'
import type { CloseReason } from '@gamelan/protocol/sync/close-codes'
import {
  decodeMessage,
  encodeAwareness,
  encodeRole,
  encodeSaved,
  encodeStep1,
} from '@gamelan/protocol/sync/messages'
import {
  BYTES_AT_ONCE,
  BYTES_PER_SECOND,
  FRAMES_AT_ONCE,
  FRAMES_PER_SECOND,
  GAPS_IN_A_ROW,
  QUESTIONS_AT_ONCE,
  QUESTIONS_PER_SECOND,
  STRUCTS_AT_ONCE,
  STRUCTS_PER_SECOND,
} from '../limits.ts'
import type { LiveDocument } from './document.ts'
import { createOutbox, type Outbox, type OutboxMetrics } from './outbox.ts'
import type { Claimant } from './ownership.ts'
import type { Presence, Presenter } from './presence.ts'
import { Rate } from './rate.ts'
import { Ledger } from './saved.ts'
import { encodeStateVectorOf, isStateVector } from './state-vector.ts'
import type { Becoming, Connection } from './types.ts'

/** How long one who waits for nothing of their own may go without word of others' commits, in milliseconds. */
const OTHERS_SAVED_EVERY = 1000

/** What became of an update. */
export type Verdict =
  /** All that it brings is in the log, or on its way there, up to this position; 0: it brings nothing. */
  | { readonly kind: 'logged'; readonly seq: number }
  | { readonly kind: 'gap' }
  /** Something under others' client ids was left out. The room has it asked for again in time. */
  | { readonly kind: 'waits' }
  | { readonly kind: 'refused'; readonly reason: CloseReason; readonly detail: string }
  /** The room has failed, and with it this connection has ended. */
  | { readonly kind: 'gone' }

/** What a peer asks of its room. */
export type PeerRoom = {
  /** See `Clock`. */
  elapsed(): number
  /** Applies an update that came in; never throws. */
  receive(update: Uint8Array, from: RoomPeer, type: 'step2' | 'update'): Verdict
  /** They named this client id as their own. */
  named(client: number, by: RoomPeer): void
  readonly presence: Presence
  presenceChanged(): void
  readonly document: Pick<LiveDocument, 'answer' | 'difference' | 'isFromBefore' | 'stateVector'>
  /** Something of this peer is saved without another commit: it is told soon. */
  savedSoon(peer: RoomPeer): void
  committed(): { readonly seq: number; all(): Clocks; since(seq: number): Clocks }
  /** Whether the board is locked for them. */
  isLockedFor(actor: string): boolean
  /** This peer is slow: the room reviews it from time to time. */
  slow(): void
  remove(peer: RoomPeer): void
  refused(peer: RoomPeer, reason: CloseReason, detail: string): void
}

type Clocks = ReadonlyMap<number, number>

export type RoomPeer = Presenter &
  Claimant & {
    readonly connectionId: string
    /** The board by which they are here. */
    readonly through: string
    readonly outbox: Outbox
    /** Whether it has been sent the document: before that, changes would be of no use to it. */
    readonly synced: boolean
    /** Whether it does not read fast enough, and must be reviewed. */
    readonly slow: boolean
    /** The log position of the last message 102. */
    readonly toldSeq: number
    mayWrite(): boolean
    receive(frame: Uint8Array): void
    /** See `Known.maySend` in admission.ts. */
    maySend(structs: number): boolean
    /** Sends message 102 where there is something to say. */
    tellSaved(): void
    /** Sends what a slow reader missed, or ends it. */
    review(): void
    /** Asks for what was left out. */
    askAgain(): void
    /** Goes on with another role or name. */
    become(becoming: Becoming): void
    /** The board was locked, or unlocked. */
    lockChanged(): void
    /** Asks whether it is still there. */
    ping(answered: () => void): void
    /** Ends the connection for what it sent. */
    refuse(reason: CloseReason, detail: string): void
    /** Ends the connection, and takes it out of the room at once. */
    end(reason: CloseReason): void
    leave(): void
  }

/** One who is on a board. A class, since there are many: what all have in common is there once. */
class Peer implements RoomPeer {
  readonly actor: string
  readonly through: string
  readonly owner: string
  readonly isProgram: boolean
  readonly ignoresOwn: boolean
  readonly connectionId: string
  readonly outbox: Outbox
  readonly #connection: Connection
  readonly #room: PeerRoom
  /** Kept for those who ask alone: for others nobody would ever strike out what is saved. */
  readonly #ledger: Ledger | undefined
  readonly #frames: Rate
  readonly #bytes: Rate
  readonly #structs: Rate
  readonly #questions: Rate
  #participant: Participant
  /** What they were let in as; while the board is locked, they may do less. */
  #role: Role
  /** What they may do as far as they know. */
  #effective: Role
  #isHere = true
  #isSynced = false
  /** A gap was answered with step 1, and the step 2 that closes it has not come. */
  #isResyncing = false
  #gaps = 0
  #hasNamed = false
  /** Lost the right to draw on this connection. */
  #isLowered = false
  /** A step 1 that waits until the reader has room for its answer, or until that is made. */
  #asked: Uint8Array | undefined
  /** What the last message 102 said, and when. */
  #toldSeq = -1
  #toldMessages = 0
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(connection: Connection, room: PeerRoom, metrics: OutboxMetrics) {
    const { actor, connectionId, isProgram } = connection
    const now = room.elapsed()
    this.actor = actor
    this.through = connection.through
    // A visitor's id is not a connection's: both are random, and of different lengths.
    this.owner = isProgram ? connectionId : actor
    this.isProgram = isProgram
    this.ignoresOwn = connection.ignoresOwn
    this.connectionId = connectionId
    this.outbox = createOutbox(connection, metrics)
    this.#connection = connection
    this.#room = room
    this.#ledger = connection.wantsSaved ? new Ledger() : undefined
    this.#frames = new Rate(FRAMES_AT_ONCE, FRAMES_PER_SECOND, now)
    this.#bytes = new Rate(BYTES_AT_ONCE, BYTES_PER_SECOND, now)
    this.#structs = new Rate(STRUCTS_AT_ONCE, STRUCTS_PER_SECOND, now)
    this.#questions = new Rate(QUESTIONS_AT_ONCE, QUESTIONS_PER_SECOND, now)
    this.#participant = connection.participant
    this.#role = connection.role
    this.#effective = this.#mayBe()
  }

  /** What everyone is told who comes: their role, what we have, who is here. */
  greet(): void {
    this.#tellRole()
    this.outbox.note(encodeStep1(this.#room.document.stateVector()))
    this.#sendEverybody(false)
    this.tellSaved()
  }

  get user(): PresenceUser {
    const { id, name, color } = this.#participant
    return { id, name, color, role: this.#role }
  }

  get synced(): boolean {
    return this.#isSynced
  }

  get slow(): boolean {
    return this.outbox.slow || this.#asked !== undefined
  }

  get toldSeq(): number {
    return this.#connection.wantsSaved ? this.#toldSeq : Number.POSITIVE_INFINITY
  }

  mayWrite(): boolean {
    return may(this.#role, 'draw')
  }

  receive(frame: Uint8Array): void {
    if (!this.#isHere) return
    const now = this.#room.elapsed()
    if (!this.#frames.take(now)) {
      this.refuse('tooMany', 'frames')
      return
    }
    if (!this.#bytes.take(now, frame.byteLength)) {
      this.refuse('tooMany', 'bytes')
      return
    }
    const message = decodeMessage(frame)
    switch (message.type) {
      case 'malformed':
        this.refuse('malformed', message.reason)
        return
      case 'step1':
        this.#ledger?.arrived(0)
        this.#step1(message.stateVector)
        this.#tellSoon()
        return
      case 'step2':
      case 'update':
        this.#content(message.update, message.type)
        return
      case 'awareness':
        this.#awareness(message.update)
        return
      case 'query-awareness':
        if (!this.#questions.take(this.#room.elapsed())) this.refuse('tooMany', 'queries')
        else this.#sendEverybody(false)
        return
      case 'saved':
      case 'role':
      case 'deflated':
      case 'unknown':
    }
  }

  maySend(structs: number): boolean {
    return this.#structs.take(this.#room.elapsed(), structs)
  }

  tellSaved(): void {
    if (!this.#isHere || this.#ledger === undefined) return
    const committed = this.#room.committed()
    const messages = this.#ledger.saved(committed.seq)
    const now = this.#room.elapsed()
    const isOthers = messages === this.#toldMessages
    if (isOthers && (committed.seq === this.#toldSeq || now - this.#toldAt < OTHERS_SAVED_EVERY)) return
    const moved = this.#toldSeq === -1 ? committed.all() : committed.since(this.#toldSeq)
    this.#toldSeq = committed.seq
    this.#toldMessages = messages
    this.#toldAt = now
    this.#note(encodeSaved({ seq: committed.seq, stateVector: encodeStateVectorOf(moved), messages }))
  }

  review(): void {
    const verdict = this.outbox.review(this.#room.elapsed())
    if (verdict.next === 'close') {
      this.refuse('tooSlow', 'does not read')
      return
    }
    this.#answerAsked()
    if (verdict.next !== 'catch-up') return
    if (verdict.stateVector !== undefined)
      this.outbox.document(this.#room.document.difference(verdict.stateVector))
    this.#sendEverybody(true)
  }

  askAgain(): void {
    if (this.#isHere) this.#note(encodeStep1(this.#room.document.stateVector()))
  }

  become(becoming: Becoming): void {
    if (!this.#isHere) return
    if (becoming.boardId === undefined) this.#participant = becoming.participant
    else this.#role = this.#connection.roleFrom(becoming.role)
    this.lockChanged()
    const { presence } = this.#room
    presence.renew(this)
    if (presence.isPending()) this.#room.presenceChanged()
  }

  lockChanged(): void {
    if (this.#isHere) this.#changeRole(this.#mayBe())
  }

  ping(answered: () => void): void {
    this.#connection.ping(answered)
  }

  refuse(reason: CloseReason, detail: string): void {
    if (!this.#isHere) return
    this.#room.refused(this, reason, detail)
    this.end(reason)
  }

  end(reason: CloseReason): void {
    if (!this.#isHere) return
    this.leave()
    this.#connection.close(reason)
  }

  leave(): void {
    if (!this.#isHere) return
    this.#isHere = false
    this.#room.presence.leave(this)
    this.#room.remove(this)
  }

  #step1(stateVector: Uint8Array): void {
    if (!isStateVector(stateVector)) this.refuse('malformed', 'not a state vector')
    else if (!this.#questions.take(this.#room.elapsed())) this.refuse('tooMany', 'step 1')
    else if (this.#room.document.isFromBefore(stateVector)) {
      // With this they lose what was erased, and what is left of their copy beyond is their unsent work (H8).
      this.outbox.document(this.#room.document.difference(stateVector))
      this.refuse('erased', 'a copy from before something was erased')
    } else if (this.outbox.drained) this.#answer(stateVector)
    else {
      this.#asked = stateVector
      this.#room.slow()
    }
  }

  #answer(stateVector: Uint8Array): void {
    const frames = this.#room.document.answer(stateVector, this.#connection.inflates)
    if (frames instanceof Promise) {
      this.#asked = stateVector
      // It never rejects.
      void frames.then(() => this.#answerAsked())
      return
    }
    this.#isSynced = true
    for (const frame of frames) this.outbox.document(frame)
  }

  #answerAsked(): void {
    if (!this.#isHere || this.#asked === undefined) return
    if (!this.outbox.drained) {
      this.#room.slow()
      return
    }
    const stateVector = this.#asked
    this.#asked = undefined
    this.#answer(stateVector)
  }

  #content(update: Uint8Array, type: 'step2' | 'update'): void {
    const ledger = this.#ledger
    // A viewer's writes are not even looked at (A1).
    if (!may(this.#effective, 'draw')) {
      // Whoever was lowered while they drew must not be told that what was dropped is saved (S2).
      if (this.#isLowered) ledger?.held()
      else ledger?.arrived(0)
      this.#tellSoon()
      return
    }
    const verdict = this.#room.receive(update, this, type)
    switch (verdict.kind) {
      case 'logged':
        ledger?.arrived(verdict.seq)
        if (type === 'step2') {
          this.#isResyncing = false
          this.#gaps = 0
          ledger?.release(verdict.seq)
        }
        // What still waits is told with its commit.
        if (verdict.seq <= this.#room.committed().seq) this.#tellSoon()
        return
      case 'gap':
        ledger?.held()
        this.#gap(type)
        return
      case 'waits':
        ledger?.held()
        this.#isResyncing = true
        return
      case 'refused':
        // While it resyncs, a deletion can name what the missing update brings.
        if (this.#isResyncing && type === 'update' && verdict.reason !== 'tooMany') ledger?.held()
        else this.refuse(verdict.reason, verdict.detail)
        return
      case 'gone':
        return
    }
  }

  /**
   * Asks for what is missing. A client that misses it itself would answer for ever: after some rounds it is told to
   * load afresh (S5a).
   */
  #gap(type: 'step2' | 'update'): void {
    if (type === 'update' && this.#isResyncing) return
    this.#gaps += 1
    if (this.#gaps > GAPS_IN_A_ROW) {
      this.refuse('refused', 'rests on updates that nobody has')
      return
    }
    this.#isResyncing = true
    this.#note(encodeStep1(this.#room.document.stateVector()))
  }

  #awareness(update: Uint8Array): void {
    const { presence } = this.#room
    if (!presence.receive(this, update)) this.refuse('malformed', 'not an awareness update')
    else if (presence.isPending()) this.#room.presenceChanged()
    this.#nameSelf()
  }

  /**
   * The first id that a client names is that of its own document; ids that come later may be others' that it echoes.
   * One who may not write owns nothing.
   */
  #nameSelf(): void {
    if (this.#hasNamed || !may(this.#effective, 'draw')) return
    const client = this.#room.presence.idOf(this)
    if (client === undefined) return
    this.#hasNamed = true
    this.#room.named(client, this)
  }

  #mayBe(): Role {
    return this.#room.isLockedFor(this.actor) ? 'viewer' : this.#role
  }

  #changeRole(next: Role): void {
    if (next === this.#effective) return
    const [could, can] = [may(this.#effective, 'draw'), may(next, 'draw')]
    this.#effective = next
    if (could !== can) this.#isLowered = could
    this.#tellRole()
    if (could || !can) return
    this.#nameSelf()
    // What was dropped while they might not draw comes in now.
    this.#note(encodeStep1(this.#room.document.stateVector()))
  }

  #tellRole(): void {
    if (this.#connection.wantsRole) this.#note(encodeRole(this.#effective))
  }

  /** These are small, but one who writes and never reads could have them pile up. */
  #note(frame: Uint8Array): void {
    this.outbox.note(frame)
    if (this.outbox.slow) this.#room.slow()
  }

  #tellSoon(): void {
    if (this.#isHere && this.#connection.wantsSaved) this.#room.savedSoon(this)
  }

  #sendEverybody(withLeft: boolean): void {
    const update = this.#room.presence.everybody(this, { withLeft })
    if (update !== undefined) this.outbox.presence(encodeAwareness(update))
  }
}

/** Somebody comes onto the board. */
export function createPeer(connection: Connection, room: PeerRoom, metrics: OutboxMetrics): RoomPeer {
  const peer = new Peer(connection, room, metrics)
  peer.greet()
  return peer
}
