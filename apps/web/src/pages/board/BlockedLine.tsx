/** Says which live connection does not come through, and what to do about it. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/Banner.tsx'
import type { Blocked } from './live-line.ts'

export function BlockedLine({ blocked, hasDrawing }: { blocked: Blocked; hasDrawing: boolean }) {
  const { t } = useTranslation()
  const [hidden, setHidden] = useState<Blocked>(null)
  if (blocked === null || hidden === blocked) return null
  const text =
    blocked === 'session' ? t('blocked.session') : t(hasDrawing ? 'blocked.drawing' : 'blocked.still')
  return <Banner text={text} place="above" action={t('blocked.hide')} onAction={() => setHidden(blocked)} />
}
