/** What comes of a request to a live session, and what deciding it may use. Types and small words alone. */
import type { RefusalCode, Request } from '@gamelan/protocol/session/commands'
import type { Happening, SessionState } from '@gamelan/protocol/session/session'
import type { Role } from '@gamelan/protocol/roles'

export type Refusal = { readonly code: RefusalCode; readonly message: string }

/** What happens; nothing where all is as it was asked already. Or why not. */
export type Decision = readonly Happening[] | Refusal

/** Who asks. */
export type Asker = { readonly id: string; readonly role: Role; readonly isProgram: boolean }

/** What is not in the state. */
export type Circumstances = {
  readonly asker: Asker
  /** The session's own board. */
  readonly board: string
  /** 128 random bits, base64url. */
  readonly newId: () => string
  /** A whole number from 0 to below `count`, drawn so that nobody can foresee it. */
  readonly draw: (count: number) => number
  /** The board that was made for a pivot which asks for one. */
  readonly freshBoard?: string
  /** The board of each who draws in the open round. */
  readonly boards?: Readonly<Record<string, string>>
}

/** Decides requests of some types. */
export type Decide<Type extends Request['type']> = (
  state: SessionState,
  request: Extract<Request, { type: Type }>,
  circumstances: Circumstances,
) => Decision

export const NOTHING: Decision = []

export const refuse = (code: RefusalCode, message: string): Refusal => ({ code, message })

export function isRefusal(decision: readonly unknown[] | Refusal): decision is Refusal {
  return 'code' in decision
}
