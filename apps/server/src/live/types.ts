/** What live/ promises to the edges: one live session for a board, whatever connects to it. Types alone. */
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import type { Attention } from '@gamelan/protocol/session/attention'
import type { Answer, Command } from '@gamelan/protocol/session/commands'
import type { SessionEvent, SessionState } from '@gamelan/protocol/session/session'

/** A connection as a session sees it. */
export type Member = {
  readonly participant: Participant
  readonly role: Role
  /** Whether it came by the key of a link. */
  readonly isProgram: boolean
  /** Position of the state that they have; undefined: they have none. */
  readonly has: number | undefined
  /** The whole state: at joining, unless what they have can be continued, and when they ask for it. Must not throw. */
  take(state: SessionState): void
  /** They continue the state that they had, after the events that they missed: what is told to one alone follows. Must not throw. */
  resumed(state: SessionState): void
  /** Each event behind the state that they have, in order. Must not throw. */
  hear(event: SessionEvent): void
  /** The session cannot go on here: whoever is told must connect anew. Must not throw. */
  end(): void
}

export type LiveHandle = {
  /** What came does not follow what they had: they are given the whole state. */
  resync(): void
  /** Carries a command out once, however often it comes. Never rejects. */
  command(command: Command): Promise<Answer>
  /** They have another role, or are called otherwise. */
  become(becoming: { readonly participant?: Participant; readonly role?: Role }): void
  /** The connection has ended. Answers whether that is news. */
  leave(): boolean
}

export type Live = {
  /** Joins a board's session. Throws `unavailable` where it cannot be read. */
  join(boardId: string, member: Member): Promise<LiveHandle>
  /** Whether nobody but the presenter may draw, as far as it is committed. */
  attention(boardId: string): Promise<Attention>
  /** Takes no more commands, and resolves when all that was taken is saved. */
  drain(): Promise<void>
}
