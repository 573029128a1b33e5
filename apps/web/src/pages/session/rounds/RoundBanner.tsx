/** Above the session's board: the private round that is open, and the drawings once they are revealed. */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Banner } from '../../../ui/Banner.tsx'
import type { ToolProps } from '../tool.ts'
import { roundAddress } from './addresses.ts'
import { useDrawAlone } from './use-draw-alone.ts'
import { useReveal } from './use-reveal.ts'

export function RoundBanner(props: Pick<ToolProps, 'sessionBoard' | 'session' | 'state' | 'me'>) {
  const { sessionBoard, state } = props
  const { t } = useTranslation()
  const navigate = useNavigate()
  const alone = useDrawAlone(props)
  const missed = useReveal(sessionBoard, state.rounds)
  if (alone !== null) {
    return (
      <Banner
        place="above"
        text={t('session.rounds.invitation', { question: alone.round.question })}
        action={t('session.rounds.drawAlone')}
        isOffer
        onAction={alone.go}
      />
    )
  }
  if (missed === undefined) return null
  return (
    <Banner
      place="above"
      text={t('session.rounds.revealedNow', { question: missed.question })}
      action={t('session.rounds.look')}
      isOffer
      onAction={() => void navigate(roundAddress(sessionBoard, missed.id))}
    />
  )
}
