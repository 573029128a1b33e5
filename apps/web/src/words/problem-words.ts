/** Turns what was thrown into words, by its code. */
import type { TFunction } from 'i18next'
import { codeOf } from '../http/problem.ts'

/** What happened and what to do, for a person. */
export function problemWords(t: TFunction, error: unknown): string {
  return t(`problems.${codeOf(error)}`)
}
