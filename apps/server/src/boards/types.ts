/** What boards/ promises: what is kept about a board beside its drawing. Types alone. */
import type { Participant, StoredFile } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import type { Keys, Permit } from '../access/types.ts'
import type { Queries } from '../database/database.ts'

export type BoardRow = {
  readonly id: string
  /** Empty: nobody has named it yet. */
  readonly title: string
  readonly createdAt: Date
  readonly changedAt: Date
  /** The moment that it was forked from (H5). */
  readonly parent: Moment | null
}

/** A moment of a board. */
export type Moment = { readonly id: string; readonly seq: number; readonly at: Date }

/** What a board begins with that is forked from another. */
export type Beginning = {
  readonly parent: Moment
  /** The document. */
  readonly update: Uint8Array
  /** What else belongs to it, in the transaction that makes it. */
  fill(tx: Queries, boardId: string, visitorId: string): Promise<void>
  /** What has to hold for it to be made, asked first in that transaction. Throws where it does not. */
  hold?: ((tx: Queries) => Promise<void>) | undefined
}

export type BoardListing = Omit<BoardRow, 'createdAt' | 'parent'> & {
  readonly role: Role
  /** Names the picture's content; null where there is none yet. */
  readonly pictureVersion: string | null
  readonly people: Participant[]
  readonly peopleCount: number
}

export type PageQuery = { readonly cursor?: string | undefined; readonly limit: number }

export type BoardQuery = PageQuery & { readonly q?: string | undefined }

export type TrashedBoard = {
  readonly id: string
  readonly title: string
  readonly trashedAt: Date
  /** When it is erased for good. */
  readonly goneAt: Date
}

/**
 * A board that belongs to a session: it has no links and no members of its own, and is in nobody's list. Access to it is
 * derived from the session's board.
 */
export type SessionBoard = {
  readonly id: string
  readonly title: string
  /** The person for whom it is made. */
  readonly person: string
  readonly sessionBoardId: string
  /** The private round in which the person draws on it; undefined: a pivot made it, for all. */
  readonly round: string | undefined
}

/**
 * A board that was just made, with all that is answered about it: what would be read for that after the commit could fail,
 * and a board that is there would be answered as an error.
 */
export type MadeBoard = {
  readonly board: BoardRow
  readonly visitorId: string
  /** Of its links. */
  readonly keys: Keys
  /** What the board is called from which it was forked, whose maker may see that. */
  readonly parentTitle?: string | undefined
  /** Of which it is the newest board. */
  readonly series?: { readonly id: string; readonly title: string } | undefined
}

export type Boards = {
  /** Makes a board with its links, its owner and the first entry of its log: all of it, or nothing. */
  create(request: {
    title: string
    visitorId: string | undefined
    /** undefined: it begins empty. */
    from?: Beginning | undefined
  }): Promise<MadeBoard>
  /** Makes boards that belong to sessions, within the transaction that stores the events for which they are made. */
  makeForSession(tx: Queries, boards: readonly SessionBoard[]): Promise<void>
  read(boardId: string): Promise<BoardRow | undefined>
  /**
   * The boards that pivots made for a board's session, but for those in the trash. With `person` also those on which this person
   * draws alone in private rounds, and nobody else's.
   */
  ofSession(boardId: string, person?: string): Promise<readonly string[]>
  /** undefined: there is no such board any more. */
  rename(boardId: string, title: string): Promise<BoardRow | undefined>
  /** Puts the board into the trash: from then on nobody may anything there, and open connections end. */
  trash(boardId: string, by: Participant): Promise<void>
  /** Takes a board out of the trash; undefined: it is not in it, or its time is over. */
  takeOut(boardId: string, by: Participant): Promise<BoardRow | undefined>
  /** The boards in the trash that a visitor may take out, latest first. */
  trashed(visitorId: string, query: PageQuery): Promise<{ boards: TrashedBoard[]; next: string | null }>
  /** The boards that a visitor may see, newest change first. `next` is the cursor of the page behind. */
  list(visitorId: string, query: BoardQuery): Promise<{ boards: BoardListing[]; next: string | null }>
}

export type ImageBytes = { readonly mimeType: string; readonly bytes: Uint8Array; readonly sha256: string }

export type NewFile = {
  readonly boardId: string
  /** What the drawing calls it; undefined: it is named after its content. */
  readonly fileId: string | undefined
  readonly bytes: Uint8Array
  /** Whom the board names as the one who brought it (`Grant.actor`). */
  readonly addedBy: string
  /** Of the board when the drawing was seen that it is on; undefined: it is for the board as it is now. */
  readonly generation?: number | undefined
  /** Asked in the transaction (A4); undefined: by who keeps it, before. */
  readonly permit?: Permit | undefined
}

export type Files = {
  /** Whether these bytes are an image that `put` takes, room for it aside. */
  mayKeep(bytes: Uint8Array): boolean
  /**
   * Keeps an image under a name of the drawing. The first upload for a name wins: `added` false answers what is
   * there. `takeBack` takes the name off the board again where this call has added it and nobody has brought the same
   * since; the bytes go with the sweeper. Throws `not-an-image`, `image-too-large`, `no-room`, and
   * `history-erased` for one from before something was erased (H8).
   */
  put(file: NewFile): Promise<{ file: StoredFile; added: boolean; takeBack(): Promise<void> }>
  /**
   * Names images of one board on another that is being made, without their bytes. Those that the first does not have
   * are left out. Throws `no-room`.
   */
  copy(
    tx: Queries,
    copy: {
      readonly from: string
      readonly to: string
      readonly fileIds: readonly string[]
      readonly addedBy: string
    },
  ): Promise<void>
  /** Takes names off a board for good, and what they stand for where no other board shows it (H8). */
  erase(tx: Queries, boardId: string, fileIds: readonly string[]): Promise<void>
  /** What is known of these names, those that are unknown left out, without the bytes. */
  describe(boardId: string, fileIds: readonly string[]): Promise<(StoredFile & { addedAt: Date })[]>
  /** The bytes of a content that `describe` told. */
  read(sha256: string): Promise<Uint8Array | undefined>
}

export type Pictures = {
  /**
   * Keeps a board's picture in place of the one before. `generation`: of the board when it was made. Throws
   * `not-an-image`, `picture-too-large`, and `history-erased` for one from before something was erased (H8).
   */
  put(boardId: string, bytes: Uint8Array, generation: number, permit: Permit): Promise<{ version: string }>
  read(boardId: string): Promise<ImageBytes | undefined>
}
