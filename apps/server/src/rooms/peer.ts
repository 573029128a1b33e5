/**
 * One connection to a board: what each of its frames does. Must never answer an error to a frame in any other way
 * than by closing this very connection: the board and the others do not notice (S5).
 */
import type { CloseReason } from '@gamelan/protocol/sync/close-codes'
import { may, type Role } from '@gamelan/protocol/roles'
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
import { createOutbox, type Outbox, type OutboxMetrics } from './outbox.ts'
import type { Claimant } from './ownership.ts'
import type { Presence, Presenter } from './presence.ts'
import { createRate } from './rate.ts'
import { createLedger } from './saved.ts'
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
  /** See `LiveDocument`. */
  answer(stateVector: Uint8Array, inflates: boolean): readonly Uint8Array[] | Promise<void>
  difference(stateVector: Uint8Array): Uint8Array
  stateVector(): Uint8Array
  /** Something of this peer is saved without another commit: it is told soon. */
  savedSoon(peer: RoomPeer): void
  committed(): { readonly seq: number; all(): Clocks; since(seq: number): Clocks }
  /** This peer is slow: the room reviews it from time to time. */
  slow(): void
  remove(peer: RoomPeer): void
  refused(peer: RoomPeer, reason: CloseReason, detail: string): void
}

type Clocks = ReadonlyMap<number, number>

export type RoomPeer = Presenter &
  Claimant & {
    readonly connectionId: string
    readonly outbox: Outbox
    /** Whether it has been sent the document: before that, changes would be of no use to it. */
    readonly synced: boolean
    /** Whether it does not read fast enough, and must be reviewed. */
    readonly slow: boolean
    /** The log position of the last message 102. */
    readonly toldSeq: number
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
    /** Asks whether it is still there. */
    ping(answered: () => void): void
    /** Ends the connection for what it sent. */
    refuse(reason: CloseReason, detail: string): void
    /** Ends the connection, and takes it out of the room at once. */
    end(reason: CloseReason): void
    leave(): void
  }

export function createPeer(connection: Connection, room: PeerRoom, metrics: OutboxMetrics): RoomPeer {
  const { actor, connectionId, isProgram } = connection
  let { participant, role } = connection
  const outbox = createOutbox(connection, metrics)
  /** Kept for those who ask alone: for others nobody would ever strike out what is saved. */
  const ledger = connection.wantsSaved ? createLedger() : undefined
  const frames = createRate(FRAMES_AT_ONCE, FRAMES_PER_SECOND, room.elapsed())
  const bytes = createRate(BYTES_AT_ONCE, BYTES_PER_SECOND, room.elapsed())
  const structs = createRate(STRUCTS_AT_ONCE, STRUCTS_PER_SECOND, room.elapsed())
  const questions = createRate(QUESTIONS_AT_ONCE, QUESTIONS_PER_SECOND, room.elapsed())
  let here = true
  let synced = false
  /** A gap was answered with step 1, and the step 2 that closes it has not come. */
  let resyncing = false
  let gaps = 0
  let named = false
  /** Lost the right to draw on this connection. */
  let lowered = false
  /** A step 1 that waits until the reader has room for its answer, or until that is made. */
  let asked: Uint8Array | undefined
  let told = { seq: -1, messages: 0, at: Number.NEGATIVE_INFINITY }

  function receive(frame: Uint8Array): void {
    if (!here) return
    if (!frames.take(room.elapsed())) {
      refuse('tooMany', 'frames')
      return
    }
    if (!bytes.take(room.elapsed(), frame.byteLength)) {
      refuse('tooMany', 'bytes')
      return
    }
    const message = decodeMessage(frame)
    switch (message.type) {
      case 'malformed':
        refuse('malformed', message.reason)
        return
      case 'step1':
        ledger?.arrived(0)
        step1(message.stateVector)
        tellSoon()
        return
      case 'step2':
      case 'update':
        content(message.update, message.type)
        return
      case 'awareness':
        if (!room.presence.receive(peer, message.update)) refuse('malformed', 'not an awareness update')
        else if (room.presence.pending) room.presenceChanged()
        nameSelf()
        return
      case 'query-awareness':
        if (!questions.take(room.elapsed())) refuse('tooMany', 'queries')
        else sendEverybody(false)
        return
      case 'saved':
      case 'role':
      case 'deflated':
      case 'unknown':
    }
  }

  function step1(stateVector: Uint8Array): void {
    if (!isStateVector(stateVector)) refuse('malformed', 'not a state vector')
    else if (!questions.take(room.elapsed())) refuse('tooMany', 'step 1')
    else if (outbox.drained) answer(stateVector)
    else {
      asked = stateVector
      room.slow()
    }
  }

  function answer(stateVector: Uint8Array): void {
    const frames = room.answer(stateVector, connection.inflates)
    if (frames instanceof Promise) {
      asked = stateVector
      // It never rejects.
      void frames.then(answerAsked)
      return
    }
    synced = true
    for (const frame of frames) outbox.document(frame)
  }

  function answerAsked(): void {
    if (!here || asked === undefined) return
    if (!outbox.drained) {
      room.slow()
      return
    }
    const stateVector = asked
    asked = undefined
    answer(stateVector)
  }

  function content(update: Uint8Array, type: 'step2' | 'update'): void {
    // A viewer's writes are not even looked at (A1).
    if (!may(role, 'draw')) {
      // Whoever was lowered while they drew must not be told that what was dropped is saved (S2).
      if (lowered) ledger?.held()
      else ledger?.arrived(0)
      tellSoon()
      return
    }
    const verdict = room.receive(update, peer, type)
    switch (verdict.kind) {
      case 'logged':
        ledger?.arrived(verdict.seq)
        if (type === 'step2') {
          resyncing = false
          gaps = 0
          ledger?.release(verdict.seq)
        }
        // What still waits is told with its commit.
        if (verdict.seq <= room.committed().seq) tellSoon()
        return
      case 'gap':
        ledger?.held()
        gap(type)
        return
      case 'waits':
        ledger?.held()
        resyncing = true
        return
      case 'refused':
        // While it resyncs, a deletion can name what the missing update brings.
        if (resyncing && type === 'update' && verdict.reason !== 'tooMany') ledger?.held()
        else refuse(verdict.reason, verdict.detail)
        return
      case 'gone':
        return
    }
  }

  /**
   * Asks for what is missing. A client that misses it itself would answer for ever: after some rounds it is told to
   * load afresh (S5a).
   */
  function gap(type: 'step2' | 'update'): void {
    if (type === 'update' && resyncing) return
    gaps += 1
    if (gaps > GAPS_IN_A_ROW) {
      refuse('refused', 'rests on updates that nobody has')
      return
    }
    resyncing = true
    note(encodeStep1(room.stateVector()))
  }

  /**
   * The first id that a client names is that of its own document; ids that come later may be others' that it echoes.
   * One who may not write owns nothing.
   */
  function nameSelf(): void {
    if (named || !may(role, 'draw')) return
    const client = room.presence.idOf(peer)
    if (client === undefined) return
    named = true
    room.named(client, peer)
  }

  function become(becoming: Becoming): void {
    if (!here) return
    if (becoming.boardId === undefined) ({ participant } = becoming)
    else changeRole(becoming.role)
    room.presence.renew(peer)
    if (room.presence.pending) room.presenceChanged()
  }

  function changeRole(next: Role): void {
    if (next === role) return
    const [could, can] = [may(role, 'draw'), may(next, 'draw')]
    role = next
    if (could !== can) lowered = could
    tellRole()
    if (could || !can) return
    nameSelf()
    // What was dropped while they might not draw comes in now.
    note(encodeStep1(room.stateVector()))
  }

  function tellRole(): void {
    if (connection.wantsRole) note(encodeRole(role))
  }

  /** These are small, but one who writes and never reads could have them pile up. */
  function note(frame: Uint8Array): void {
    outbox.note(frame)
    if (outbox.slow) room.slow()
  }

  function tellSoon(): void {
    if (here && connection.wantsSaved) room.savedSoon(peer)
  }

  function tellSaved(): void {
    if (!here || ledger === undefined) return
    const committed = room.committed()
    const messages = ledger.saved(committed.seq)
    const now = room.elapsed()
    const isOthers = messages === told.messages
    if (isOthers && (committed.seq === told.seq || now - told.at < OTHERS_SAVED_EVERY)) return
    const moved = told.seq === -1 ? committed.all() : committed.since(told.seq)
    told = { seq: committed.seq, messages, at: now }
    note(encodeSaved({ seq: committed.seq, stateVector: encodeStateVectorOf(moved), messages }))
  }

  function sendEverybody(withLeft: boolean): void {
    const update = room.presence.everybody(peer, { withLeft })
    if (update !== undefined) outbox.presence(encodeAwareness(update))
  }

  function review(): void {
    const verdict = outbox.review(room.elapsed())
    if (verdict.next === 'close') {
      refuse('tooSlow', 'does not read')
      return
    }
    answerAsked()
    if (verdict.next !== 'catch-up') return
    if (verdict.stateVector !== undefined) outbox.document(room.difference(verdict.stateVector))
    sendEverybody(true)
  }

  function refuse(reason: CloseReason, detail: string): void {
    if (!here) return
    room.refused(peer, reason, detail)
    end(reason)
  }

  function end(reason: CloseReason): void {
    if (!here) return
    leave()
    connection.close(reason)
  }

  function leave(): void {
    if (!here) return
    here = false
    room.presence.leave(peer)
    room.remove(peer)
  }

  const peer: RoomPeer = {
    actor,
    // A visitor's id is not a connection's: both are random, and of different lengths.
    owner: isProgram ? connectionId : actor,
    isProgram,
    connectionId,
    get user() {
      return { id: participant.id, name: participant.name, color: participant.color, role }
    },
    outbox,
    get synced() {
      return synced
    },
    get slow() {
      return outbox.slow || asked !== undefined
    },
    get toldSeq() {
      return connection.wantsSaved ? told.seq : Number.POSITIVE_INFINITY
    },
    receive,
    maySend: (some) => structs.take(room.elapsed(), some),
    tellSaved,
    review,
    askAgain() {
      if (here) note(encodeStep1(room.stateVector()))
    },
    become,
    ping: (answered) => connection.ping(answered),
    refuse,
    end,
    leave,
  }

  tellRole()
  outbox.note(encodeStep1(room.stateVector()))
  sendEverybody(false)
  tellSaved()
  return peer
}
