/** Turns what was thrown into words, by its code. */
import type { TFunction } from 'i18next'
import { codeOf } from '../http/problem.ts'

/** What happened and what to do, for a person. */
export function problemWords(t: TFunction, error: unknown): string {
  return t(`problems.${codeOf(error)}`)
}

/** The same of what is asked again by itself: there is nothing to press while the server is away. */
export function awaitedWords(t: TFunction, error: unknown): string {
  return codeOf(error) === 'unreachable' ? t('common.away') : problemWords(t, error)
}
