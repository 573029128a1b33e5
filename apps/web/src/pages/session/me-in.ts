/** What this page's person may do in the session now, asked as the server asks it. */
import { mayAsk, type CommandType } from '@gamelan/protocol/session/commands'
import type { Person } from '@gamelan/protocol/session/people'
import type { SessionState } from '@gamelan/protocol/session/session'

/** `may`: nothing, until the session knows them. */
export function meIn(
  state: SessionState,
  me: string,
): { readonly person: Person | undefined; readonly may: (type: CommandType) => boolean } {
  const person = state.people.people[me]
  return { person, may: (type) => person !== undefined && mayAsk(state, person, type) }
}
