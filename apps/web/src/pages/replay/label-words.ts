/** What an element is called, in the page's words. */
import type { TFunction } from 'i18next'
import type { Label } from '../../replay/label.ts'

export function labelWords(t: TFunction, { type, text, from, to }: Label): string {
  if (text !== null) return text
  if (from !== null && to !== null) return t('replay.joins', { from, to })
  return t(`replay.types.${type}`, { count: 1 })
}
