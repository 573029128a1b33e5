/** Whether this page's person may ask something of the session: what they may not is not offered. */
import { mayAsk, type CommandType } from '@gamelan/protocol/session/commands'
import type { SessionState } from '@gamelan/protocol/session/session'

export function mayHere(state: SessionState, me: string, type: CommandType): boolean {
  const role = state.people.people[me]?.role ?? 'viewer'
  // A page is a person's.
  return mayAsk(state, { id: me, role, isProgram: false }, type)
}
