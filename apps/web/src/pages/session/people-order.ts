/** In which order the people of a session are listed. Pure. Must never rank them. */
import { raisedHands, type People, type Person } from '@gamelan/protocol/session/people'

/** Those whose hand is up, who waits longest first; then the others who are here, by name. */
export function inOrder(people: People): Person[] {
  const others = Object.values(people.people).filter(({ here, hand }) => here && hand === null)
  return [
    ...raisedHands(people),
    ...others.toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id)),
  ]
}
