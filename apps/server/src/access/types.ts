/**
 * What access/ promises to the three edges: who calls, what they may do on a board, and when that ends. Types
 * alone.
 */
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Author } from '@gamelan/protocol/http/history'
import type { Role } from '@gamelan/protocol/roles'
import type { Queries } from '../database/database.ts'
import type { Caller, Credentials } from './caller.ts'
import type { Derived } from './session-boards.ts'

/** What somebody may do on one board, and as whom. */
export type Grant = {
  readonly boardId: string
  /** The board that gives it: this one, or that to whose session this belongs. What is lost there is lost here. */
  readonly through: string
  /** The board whose session is held here: this one, or that for which a pivot made it, whose roles are the roles here. */
  readonly sessionBoardId: string
  readonly role: Role
  /** How the role follows from that on the board of `through`. */
  readonly derived: Derived
  /** The link that let them in; null for the one who made the board. */
  readonly linkId: string | null
  readonly participant: Participant
  /** What the log calls them: a visitor's id, or `link:<id>` for a program. */
  readonly actor: string
}

/** Throws unless the caller still may do what was asked, at the time of this transaction. */
export type Permit = (on: Queries) => Promise<void>

/** What whoever holds open connections must hear of. */
export type AccessChange =
  /** Some lost their access to a board: a link was renewed (A4), they were removed, or the board was trashed. */
  | {
      readonly kind: 'ended'
      readonly boardId: string
      /** Whether this actor (`Grant.actor`) is one of those who lost it. */
      concerns(actor: string): boolean
    }
  /** One visitor has another role on a board. */
  | { readonly kind: 'role'; readonly boardId: string; readonly actor: string; readonly role: Role }
  /** One visitor is called otherwise, on all boards. */
  | { readonly kind: 'name'; readonly actor: string; readonly participant: Participant }

/** One who was let into a board, as the facilitator sees them. */
export type Member = {
  readonly participant: Participant
  readonly role: Role
  /** The role of the link by which they came; null for the one who made the board. */
  readonly cameBy: Role | null
  readonly joinedAt: Date
  readonly seenAt: Date
}

/** A page of members: so many, behind the last of the page before. */
export type MemberQuery = {
  readonly after: { readonly at: Date; readonly id: string } | undefined
  readonly limit: number
}

/** The live keys of a board by role. null: there is none, or it was made under another secret. */
export type Keys = Readonly<Partial<Record<Role, string | null>>>

/** What somebody says of themselves. What is absent stays as it was. */
export type Introduction = { readonly name?: string | undefined; readonly color?: string | undefined }

/** What `join` takes. The caller's own credentials come with it. */
export type JoinRequest = Introduction & { readonly key?: string | undefined }

export type JoinResult = {
  readonly visitorId: string
  readonly role: Role
  readonly participant: Participant
  readonly ticket: string
}

export type Access = {
  /** Who calls, by what the request carries. Asks no database. */
  identify(credentials: Credentials): Caller
  /** The value of the cookie that names a visitor. */
  visitorCookie(visitorId: string): string
  /** The caller as a visitor who has said a name; undefined: not yet, or a program. */
  visitor(caller: Caller): Promise<Participant | undefined>
  /** Keeps what a visitor says of themselves. Makes the visitor where there is none. */
  introduce(
    caller: Caller,
    introduction: Introduction,
  ): Promise<{ visitorId: string; participant: Participant }>
  /** Makes the visitor's link for another device; their older one ends. undefined: they have said no name yet. */
  personalLink(caller: Caller): Promise<{ key: string; endsAt: Date } | undefined>
  /** Ends the visitor's link. */
  endPersonalLink(caller: Caller): Promise<void>
  /** Whose link this is, which is then used up; undefined: nobody's, or its time is over. */
  openPersonalLink(key: string): Promise<Participant | undefined>
  /** What the caller may do on a board; undefined for an unknown, a trashed and a forbidden board alike (A3). */
  grant(caller: Caller, boardId: string): Promise<Grant | undefined>
  /** The same within a transaction: what it does is then done with the access that there is at that time. */
  grantWithin(on: Queries, caller: Caller, boardId: string): Promise<Grant | undefined>
  /** The same for a board in the trash, where what it answers gives nothing but the way out of it. */
  grantTrashed(caller: Caller, boardId: string): Promise<Grant | undefined>
  /**
   * Lets a visitor in, by a key or by what they were let in with before; a key that gives more raises their role.
   * Makes the visitor where there is none. undefined: forbidden or unknown.
   */
  join(caller: Caller, boardId: string, request: JoinRequest): Promise<JoinResult | undefined>
  /**
   * Lets a visitor onto the newest board of a series, by the key of its invitation or by what they were let in with
   * before; it raises their role where they came by less, and lowers nobody. undefined: forbidden or unknown.
   */
  joinSeries(
    caller: Caller,
    seriesId: string,
    request: JoinRequest,
  ): Promise<(JoinResult & { boardId: string }) | undefined>
  /** The caller's role on each of these boards that they may see. */
  roles(caller: Caller, boardIds: readonly string[]): Promise<ReadonlyMap<string, Role>>
  /** The keys for a role and all below it, of the links that work. */
  keys(boardId: string, upTo: Role): Promise<Keys>
  /** Ends a role's link and those let in by it, and answers the key of its new one (A4). */
  renewLink(boardId: string, role: Role, by: Grant): Promise<string>
  /** Those whom a log names, as they are shown, in this order. */
  authors(actors: readonly string[]): Promise<Author[]>
  /** Who may come to a board, latest seen first; one more than the limit where there is one. */
  members(boardId: string, query: MemberQuery): Promise<Member[]>
  /**
   * Gives one member another role, which their open connections have at once. Throws `member-unknown` and
   * `last-facilitator`.
   */
  setRole(boardId: string, visitorId: string, role: Role, by: Grant): Promise<Member>
  /**
   * Takes one member out, open connections included. The link by which they came still works, for them as for all
   * who have it. Throws as `setRole` does.
   */
  remove(boardId: string, visitorId: string, by: Grant): Promise<void>
  /** A program is about to be let in by a key. Rejects where that cannot be kept in the audit. */
  programCame(grant: Grant): Promise<void>
  /** This actor's connection to a board has ended just now. */
  left(boardId: string, actor: string): void
  /** Called after each change of access is committed. Answers how to stop listening. */
  onChange(listener: (change: AccessChange) => void): () => void
}
