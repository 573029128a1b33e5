/** Says that a part of the page did not load, where nothing in its place can. */
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotify } from '../notices.tsx'
import { onMissing, whyMissing } from './load-part.ts'

const WORDS = {
  'new-version': 'parts.newVersion',
  away: 'parts.away',
  missing: 'parts.missing',
} as const

export function MissingPartNotice(): null {
  const { t } = useTranslation()
  const notify = useNotify()
  const tell = useEffectEvent(async () => {
    const reason = await whyMissing()
    notify({
      kind: reason === 'new-version' ? 'info' : 'error',
      text: t(WORDS[reason]),
      stays: reason !== 'away',
    })
  })
  useEffect(() => onMissing(() => void tell()), [])
  return null
}
