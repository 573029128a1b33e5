/**
 * What the append-only log promises to those above it (H1, H2). Types alone.
 */
import type { Queries } from '../database/database.ts'

/** Who a change came from: from the connection, never from what the update claims. */
export type Author = {
  /** A visitor's id, `link:<id>` for a program, or `server`. */
  readonly actor: string
  /** The connection, or the request, that brought it. */
  readonly connection: string
}

/** The document as it was when `seq` was the last logged change. */
export type Moment = { readonly seq: number; readonly update: Uint8Array }

/** A board as the log has it, ready to be applied to an empty document in this order. */
export type Loaded = {
  /** Position of the last logged change. */
  readonly head: number
  /** Position of the keyframe that the updates start from; 0: from the beginning. */
  readonly keyframe: number
  readonly updates: readonly Uint8Array[]
  /** Bytes of the whole log, what is before the keyframe included (A6). */
  readonly logBytes: number
}

/** The right to append to a board's log, until somebody else acquires it (S10). */
export type Ownership = { readonly boardId: string; readonly epoch: number }

/** What a new board's log begins with. */
export type FirstEntry = { readonly boardId: string; readonly update: Uint8Array; readonly author: Author }

export type History = {
  /**
   * The document at a moment, or at the last one; of a second that was folded, at the nearest before that is kept
   * (H6). undefined: no such board, or no such moment. Throws `board-unreadable` for a damaged log. Opens no room (H7).
   */
  at(boardId: string, seq?: number): Promise<Moment | undefined>
  /**
   * The last moment that was logged at or before a time (milliseconds since 1970). undefined: there is none. Throws
   * as `at` does.
   */
  asOf(boardId: string, time: number): Promise<Moment | undefined>
  /** When a moment was. undefined: none is kept at this seq. */
  timeOf(boardId: string, seq: number): Promise<Date | undefined>
  /** The first entries of the logs of new boards, within the transaction that makes the boards. */
  create(on: Queries, first: readonly FirstEntry[]): Promise<void>
  /** Takes the board over: whoever had it before cannot append any more. undefined: no such board. */
  acquire(boardId: string): Promise<Ownership | undefined>
  /** Everything from the nearest keyframe on. Throws `board-unreadable` for a damaged or an empty log (S4). */
  load(boardId: string): Promise<Loaded>
  /** Bytes of the whole log, as far as it is committed (A6). */
  logBytes(boardId: string): Promise<number>
  /** Keeps the whole document as it is at a committed seq; not where the board has another owner by now. */
  keep(ownership: Ownership, moment: Moment): Promise<void>
}

/** One change on its way to the log. */
export type Entry = Author & {
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly payload: Uint8Array
  /**
   * What belongs to the change, in the transaction that commits it. Where it throws, neither is done: the entry is committed
   * as an empty one, since seqs have no holes, and `refused` is called. A database that is away is tried again instead.
   */
  readonly within?: ((tx: Queries) => Promise<void>) | undefined
  readonly refused?: ((reason: unknown) => void) | undefined
}

/** Why entries will never be committed by this owner. */
export type LossReason =
  /** Somebody else owns the board now, or it is gone. */
  | 'ownership'
  /** The database refuses this content. */
  | 'refused'

/** One board's way into the log. */
export type Appender = {
  /** Queues an entry. Whoever asks must have asked `hasRoom` before applying the change. */
  append(entry: Entry): void
  /**
   * Whether so many more bytes of this connection may wait. false: it has as much waiting as is left free for all
   * others (S12).
   */
  hasRoom(bytes: number, connection: string): boolean
  /** Entries that wait for their commit. */
  waiting(): number
  /** Resolves when all that waits now is committed (true), or lost. */
  settled(): Promise<boolean>
  /** No more entries come. What waits is still committed, but nobody is told. */
  close(): void
}

export type AppenderEvents = {
  /** All entries up to this seq are committed. Called in order. */
  committed(seq: number): void
  /** What waits is lost; called once. */
  lost(reason: LossReason): void
}

export type Writer = {
  open(ownership: Ownership, events: AppenderEvents): Appender
  /** Whether the last commit failed. What waits is tried again. */
  isFailing(): boolean
  /** Resolves when all that waits now, on any board, is committed or lost. */
  settled(): Promise<void>
}
