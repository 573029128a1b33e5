/**
 * What an open board promises to the edges: joining it, changing it, ending somebody's connection. Types alone.
 */
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import type { CloseReason } from '@gamelan/protocol/sync/close-codes'
import type * as Y from 'yjs'
import type { Queries } from '../database/database.ts'
import type { Author, Ownership } from '../history/types.ts'

/** A connection as a room sees it. The room never sees the socket behind it. */
export type Connection = {
  readonly connectionId: string
  /** What the log calls them. */
  readonly actor: string
  /** The board by which they are here: this one, or that to whose session it belongs. What ends there ends here. */
  readonly through: string
  /** Whether it is a program's: its client ids are then its own, and not all those of its key (S5). */
  readonly isProgram: boolean
  readonly participant: Participant
  readonly role: Role
  /** Their role here when they have this one on the board of `through`. */
  roleFrom(role: Role): Role
  /** Whether they asked for message 102. */
  readonly wantsSaved: boolean
  /** Whether they asked for message 103. */
  readonly wantsRole: boolean
  /** Whether they take message 104, a deflated frame. */
  readonly inflates: boolean
  /** Whether they do not look at presence under their own client id. */
  readonly ignoresOwn: boolean
  /** Sends one frame. Must not throw, whatever became of the socket. */
  send(frame: Uint8Array): void
  /** Bytes that were sent and have not left yet. */
  bufferedBytes(): number
  /** Asks for a sign of life; `answered` is called when it comes, if it does. */
  ping(answered: () => void): void
  /** Ends the connection; `leave` is called as for any other end. */
  close(reason: CloseReason): void
}

export type Peer = {
  readonly connectionId: string
  readonly actor: string
  /** Whether their role lets them draw, while the board is not locked. */
  mayWrite(): boolean
  /** Takes one frame from the connection. Never throws. */
  receive(frame: Uint8Array): void
  /** The connection has ended. Calling it again does nothing. */
  leave(): void
}

/** What is known of a visitor has changed: their role on one board, or what they are called on all. */
export type Becoming =
  | { readonly boardId: string; readonly role: Role }
  | { readonly boardId?: undefined; readonly participant: Participant }

/** While a session's boards are locked nobody draws there but one: whoever presents. */
export type Lock = { readonly except: string | undefined }

export type SessionOfBoard = { readonly boardId: string; readonly lock: Lock | undefined }

/** What a change will add to a board, about. */
export type Adds = { readonly bytes: number; readonly elements: number }

/** What belongs to a change, in its transaction. `seq`: its position. */
export type Within = (tx: Queries, seq: number) => Promise<void>

export type Changed = {
  /** Of the change, committed; where nothing changes, of the last one before. */
  readonly seq: number
  readonly isChanged: boolean
}

export type RoomHandle = {
  /** To be read only: a change goes through `change`. */
  readonly doc: Y.Doc
  /** Position of the last committed change. */
  readonly seq: number
  join(connection: Connection): Peer
  /**
   * A change made by the server (an import): sent on to all, resolved once committed. `write` must be synchronous.
   * Rejects with `unavailable` when it could not be saved, and with `drawing-too-large`, before `write` is called,
   * when the board would hold more than it may with what is said to be added.
   */
  change(author: Author, write: (doc: Y.Doc) => void, adds?: Adds): Promise<{ readonly seq: number }>
  /**
   * A change that is committed in one transaction with what belongs to it, and only then applied and sent on. `write` is
   * called at once, on a copy. Where `within` throws, nothing is done and that is what it rejects with. Where nothing
   * changes `within` is not called. Rejects as `change` does.
   */
  changeWith(author: Author, write: (doc: Y.Doc) => void, adds: Adds, within: Within): Promise<Changed>
  /** Throws what `change` would reject with now: for who has something to do before that. */
  requireRoom(author: Author, adds: Adds): void
  /** Every handle must be released once; the room closes a while after the last. */
  release(): void
}

export type Rooms = {
  /**
   * The one live document of a board (S9). Throws `forbidden-or-unknown`, `board-unreadable`, or `unavailable`
   * when the database is away or the server is closing.
   */
  open(boardId: string): Promise<RoomHandle>
  /**
   * Does something while nobody has the board open: who has it is sent away for a moment, all that was changed is saved,
   * and who comes waits. Throws `forbidden-or-unknown` and `unavailable`, and what the work throws.
   */
  whileClosed<T>(boardId: string, work: (ownership: Ownership) => Promise<T>): Promise<T>
  /**
   * Ends the connections that match, of this board and of those where people are by what it gives them: their access ended,
   * or the board was trashed.
   */
  end(boardId: string, match: (peer: { readonly actor: string }) => boolean, reason: CloseReason): void
  /** A visitor's open connections go on with another role, also on the boards of the session of that board, or name. */
  become(actor: string, becoming: Becoming): void
  /**
   * Locks all boards of the session that is held on a board, or with undefined unlocks them: whoever has one open is told at
   * once what they may do.
   */
  lock(sessionBoardId: string, lock: Lock | undefined): void
  /** Those (`actor`) who have the board open. */
  here(boardId: string): ReadonlySet<string>
  /** Opens no more rooms, and resolves when everything in the open ones is saved (S11). */
  drain(): Promise<void>
}
