/**
 * What comes of playing the wheel. Pure: chance is passed in. Must never draw anybody who did not opt in, is away or
 * observes, nor somebody again while one of those present had fewer turns.
 */
import { SESSION_LINES, SESSION_LINKS, SESSION_THEMES, SESSION_TURNS } from '@gamelan/protocol/limits'
import type { Happening, SessionState } from '@gamelan/protocol/session/session'
import { currentTurn, themesToPlay, type Wheel } from '@gamelan/protocol/session/wheel'
import { isRefusal, NOTHING, refuse, type Decide } from './decision.ts'
import { changeLines } from './lines.ts'

const NO_THEME = refuse('no-such-thing', 'The wheel has no such theme any more.')
const NO_TURN = refuse('not-now', 'It is nobody’s turn. Draw whose it is first.')
const FULL = refuse('session-full', 'The wheel has as many themes as it may. Remove some first.')

const turnOf = ({ turns }: Wheel, id: string) => turns.find((turn) => turn.id === id)

export const setThemes: Decide<'set-themes'> = ({ wheel }, { themes }, { newId }) => {
  if (themes.length > SESSION_THEMES) return FULL
  const named = new Map(wheel.themes.map((theme) => [theme.theme, theme]))
  const happenings: Happening[] = []
  for (const text of themes) {
    const known = named.get(text.theme)
    named.delete(text.theme)
    if (known === undefined) happenings.push({ type: 'theme-added', data: { id: newId(), text } })
    else happenings.push({ type: 'theme-edited', data: { theme: known.id, text } })
  }
  const gone = [...named.values()].map(({ id }): Happening => ({
    type: 'theme-removed',
    data: { theme: id },
  }))
  return [...gone, ...happenings]
}

export const addTheme: Decide<'add-theme'> = ({ wheel }, { text }, { newId }) =>
  wheel.themes.length >= SESSION_THEMES ? FULL : [{ type: 'theme-added', data: { id: newId(), text } }]

export const editTheme: Decide<'edit-theme'> = ({ wheel }, { theme, text }) =>
  wheel.themes.some(({ id }) => id === theme) ? [{ type: 'theme-edited', data: { theme, text } }] : NO_THEME

export const removeTheme: Decide<'remove-theme'> = ({ wheel }, { theme }) =>
  wheel.themes.some(({ id }) => id === theme) ? [{ type: 'theme-removed', data: { theme } }] : NO_THEME

export const play: Decide<'play'> = ({ wheel }, { plays }, { asker: { id: person } }) =>
  wheel.players.includes(person) === plays ? NOTHING : [{ type: 'played', data: { person, plays } }]

/** Those among whom whose turn it is is drawn: of the players who are present, those who had the fewest turns. */
export function candidates({ people, wheel }: SessionState): string[] {
  const present = wheel.players.filter((id) => {
    const person = people.people[id]
    return person?.here === true && !person.away && !person.observes && !person.isProgram
  })
  const fewest = Math.min(...present.map((id) => wheel.counts[id] ?? 0))
  return present.filter((id) => (wheel.counts[id] ?? 0) === fewest)
}

export const drawPerson: Decide<'draw-person'> = (state, _request, { newId, draw }) => {
  if (currentTurn(state.wheel) !== undefined) return refuse('not-now', 'A turn goes on. End it first.')
  if (state.wheel.turns.length >= SESSION_TURNS) {
    return refuse('session-full', 'The session has as many turns as it may.')
  }
  const wedges = candidates(state)
  if (wedges.length === 0) return refuse('not-now', 'Nobody who is here plays. Players opt in themselves.')
  return [{ type: 'person-drawn', data: { turn: newId(), wedges, landed: draw(wedges.length) } }]
}

export const drawTheme: Decide<'draw-theme'> = ({ wheel }, _request, { draw }) => {
  const turn = currentTurn(wheel)
  if (turn === undefined) return NO_TURN
  if (turn.startedAt !== null) return refuse('not-now', 'The turn has begun with its theme.')
  const { themes, lap } = themesToPlay(wheel)
  if (themes.length === 0) return refuse('not-now', 'The wheel has no themes yet.')
  const wedges = themes.map(({ id }) => id)
  return [{ type: 'theme-drawn', data: { turn: turn.id, wedges, landed: draw(wedges.length), lap } }]
}

export const beginTurn: Decide<'begin-turn'> = ({ wheel }, { minutes }) => {
  const turn = currentTurn(wheel)
  if (turn === undefined) return NO_TURN
  if (turn.theme === null) return refuse('not-now', 'Draw a theme first.')
  if (turn.startedAt !== null) return NOTHING
  return [
    { type: 'turn-begun', data: { turn: turn.id } },
    { type: 'timer-started', data: { minutes } },
  ]
}

export const editTurn: Decide<'edit-turn'> = ({ wheel }, request, { newId }) => {
  const found = turnOf(wheel, request.turn)
  if (found === undefined) return refuse('no-such-thing', 'There is no such turn.')
  const steps = changeLines(found.steps, request.steps ?? [], SESSION_LINES, newId)
  if (isRefusal(steps)) return steps
  const links = changeLines(found.links, request.links ?? [], SESSION_LINKS, newId)
  if (isRefusal(links)) return links
  const data = {
    turn: found.id,
    ...(request.text !== undefined && { text: request.text }),
    ...(steps.length > 0 && { steps: [...steps] }),
    ...(links.length > 0 && { links: [...links] }),
  }
  return Object.keys(data).length > 1 ? [{ type: 'turn-edited', data }] : NOTHING
}

export const endTurn: Decide<'end-turn'> = ({ wheel, timer }, { outcome, note }) => {
  const turn = currentTurn(wheel)
  if (turn === undefined) return NO_TURN
  const edited: Happening[] =
    note === undefined ? [] : [{ type: 'turn-edited', data: { turn: turn.id, text: { note } } }]
  // The timer of a turn that never began is that of the block around it.
  const stopped: Happening[] =
    timer === null || turn.startedAt === null ? [] : [{ type: 'timer-stopped', data: {} }]
  return [...edited, { type: 'turn-ended', data: { turn: turn.id, outcome } }, ...stopped]
}

export const placeTurn: Decide<'turn-placed'> = ({ wheel }, { turn }) => {
  const found = turnOf(wheel, turn)
  if (found === undefined) return refuse('no-such-thing', 'There is no such turn.')
  return found.placed ? NOTHING : [{ type: 'turn-placed', data: { turn } }]
}
