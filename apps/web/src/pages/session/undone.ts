/** What somebody wrote that could not be done in the end, so that they are shown it. Pure. */
import type { Command } from '@gamelan/protocol/session/commands'

/** The lines; '': it was no writing. */
export function writtenIn(command: Command): string {
  if (command.type !== 'edit-turn') return ''
  const requests = [...(command.steps ?? []), ...(command.links ?? [])]
  return requests.flatMap((request) => (request.change === 'remove' ? [] : [request.text])).join(' · ')
}
