/** What a mark is called on screen. Never empty: people and screen readers find it by this. */
import type { Mark } from '@gamelan/protocol/http/history'
import type { TFunction } from 'i18next'

export function markName(t: TFunction, { kind, name, by }: Pick<Mark, 'kind' | 'name' | 'by'>): string {
  return name.trim() === '' ? t(`moments.nameless.${kind}`, { by: by.name }) : name
}
