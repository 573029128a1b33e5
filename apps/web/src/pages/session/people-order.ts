/** In which order the people of a session are listed. Pure. Must never rank them. */
import { raisedHands, type People, type Person } from '@gamelan/protocol/session/people'

const byName = (a: Person, b: Person) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id)

/** Those whose hand is up, who waits longest first; then the others who are here, by name. Programs are not among them. */
export function inOrder(people: People): Person[] {
  const hands = raisedHands(people).filter(({ isProgram }) => !isProgram)
  const others = Object.values(people.people).filter(
    ({ here, hand, isProgram }) => here && hand === null && !isProgram,
  )
  return [...hands, ...others.toSorted(byName)]
}

/** The programs that are here. */
export function programsHere(people: People): Person[] {
  return Object.values(people.people)
    .filter(({ here, isProgram }) => here && isProgram)
    .toSorted(byName)
}
