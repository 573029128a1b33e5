/** Which reactions came between two states of the session. Pure. Must never tell whose they were. */
import { reactionSchema, type People, type Reaction } from '@gamelan/protocol/session/people'

export const REACTIONS: readonly Reaction[] = reactionSchema.options

/** More of a kind at once say no more: a page that comes back from a tunnel is not rained on. */
const MOST_OF_A_KIND = 5

export function newReactions(before: People['reactions'], now: People['reactions']): Reaction[] {
  return REACTIONS.flatMap((reaction) => {
    const more = (now[reaction] ?? 0) - (before[reaction] ?? 0)
    return Array.from({ length: Math.min(Math.max(more, 0), MOST_OF_A_KIND) }, () => reaction)
  })
}
