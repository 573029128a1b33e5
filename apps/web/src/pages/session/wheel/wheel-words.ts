/** What of the wheel is said in words: names of people and themes, and turns. */
import type { SessionState } from '@gamelan/protocol/session/session'
import type { Spin, Turn } from '@gamelan/protocol/session/wheel'
import type { TFunction } from 'i18next'
import type { Card } from '../../../canvas/card.ts'

export const nameOf = (t: TFunction, { people }: SessionState, id: string) =>
  people.people[id]?.name ?? t('session.wheel.somebody')

export const themeOf = ({ wheel }: SessionState, id: string | null) =>
  wheel.themes.find((theme) => theme.id === id)

/** What a turn was about. */
export function themeName(t: TFunction, state: SessionState, { theme }: Turn): string {
  if (theme === null) return t('session.wheel.noTheme')
  return themeOf(state, theme)?.theme ?? t('session.wheel.gone')
}

/** What stands on the wedges of a spin. */
export function wedgeNames(t: TFunction, state: SessionState, { of, wedges }: Spin): string[] {
  return wedges.map((id) =>
    of === 'people' ? nameOf(t, state, id) : (themeOf(state, id)?.theme ?? t('session.wheel.gone')),
  )
}

/** What a spin came to. */
export function resultWords(t: TFunction, state: SessionState, me: string, spin: Spin): string {
  const drawn = spin.wedges[spin.landed]
  if (spin.of === 'people' && drawn === me) return t('session.wheel.meDrawn')
  const name = wedgeNames(t, state, spin)[spin.landed] ?? ''
  return spin.of === 'people'
    ? t('session.wheel.personDrawn', { name })
    : t('session.wheel.themeDrawn', { theme: name })
}

/** Where a turn led; an empty line while it goes on. */
export function outcomeWords(t: TFunction, { outcome, note }: Turn): string {
  if (outcome === null) return ''
  if (outcome === 'escalated' && note !== '') return t('session.wheel.escalatedLine', { to: note })
  if (outcome === 'open' && note !== '') return t('session.wheel.openLine', { what: note })
  return t(`session.wheel.outcome.${outcome}`)
}

/** What was asked in a turn, where it was chosen and the theme is still there. */
export function questionOf(state: SessionState, { theme, question }: Turn): string {
  return question === null ? '' : (themeOf(state, theme)?.[question] ?? '')
}

/** A turn as a card for the board. */
export function turnCard(t: TFunction, state: SessionState, turn: Turn): Card {
  const question = questionOf(state, turn)
  const outcome = outcomeWords(t, turn)
  return [
    { text: themeName(t, state, turn), as: 'title' },
    ...(question === '' ? [] : [{ text: question, as: 'text' as const }]),
    { text: [nameOf(t, state, turn.person), outcome].filter(Boolean).join(' · '), as: 'small' },
    ...turn.steps.map(({ text }, i) => ({ text: `${i + 1}. ${text}`, as: 'text' as const })),
    ...turn.links.map(({ text }) => ({ text, as: 'small' as const, link: text })),
  ]
}
