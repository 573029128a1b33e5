/**
 * What access/ promises to the three edges: who calls, what they may do on a board, and when that ends. Types
 * alone.
 */
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import type { Caller, Credentials } from './caller.ts'

/** What somebody may do on one board, and as whom. */
export type Grant = {
  readonly boardId: string
  readonly role: Role
  /** The link that let them in; null for the one who made the board. */
  readonly linkId: string | null
  readonly participant: Participant
  /** What the log calls them: a visitor's id, or `link:<id>` for a program. */
  readonly actor: string
}

/** Some lost their access to a board: a link was renewed (A4), or the board was trashed. */
export type Ended = {
  readonly boardId: string
  /** Whether this actor (`Grant.actor`) is one of those who lost it. */
  concerns(actor: string): boolean
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
  /** What the caller may do on a board; undefined for an unknown, a trashed and a forbidden board alike (A3). */
  grant(caller: Caller, boardId: string): Promise<Grant | undefined>
  /**
   * Lets a visitor in, by a key or by what they were let in with before; a key that gives more raises their role.
   * Makes the visitor where there is none. undefined: forbidden or unknown.
   */
  join(caller: Caller, boardId: string, request: JoinRequest): Promise<JoinResult | undefined>
  /** The keys for a role and all below it, of the links that work. */
  keys(boardId: string, upTo: Role): Promise<Keys>
  /** Ends a role's link and those let in by it, and answers the key of its new one (A4). */
  renewLink(boardId: string, role: Role, by: Grant): Promise<string>
  /** Called after each loss of access is committed. Answers how to stop listening. */
  onEnded(listener: (ended: Ended) => void): () => void
}
