/** Says who shows the replay to whom, with the way out and back in. */
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/Banner.tsx'
import type { ShownToAll } from './use-shown-to-all.ts'

export function ShownToAllBanner({ shown }: { shown: ShownToAll }) {
  const { t } = useTranslation()
  const name = shown.leader ?? ''
  switch (shown.mode) {
    case 'leading':
      return (
        <Banner
          place="over"
          text={t(shown.isAway ? 'replay.leadingAway' : 'replay.leading')}
          action={t('replay.stopLeading')}
          onAction={() => shown.stop()}
        />
      )
    case 'mine':
      return (
        <Banner
          place="over"
          text={t('replay.leadingElsewhere')}
          action={t('replay.stopLeading')}
          onAction={() => shown.stop()}
        />
      )
    case 'following':
      return (
        <Banner
          place="over"
          text={t('replay.ledBy', { name })}
          action={t('replay.leave')}
          onAction={() => shown.leave()}
        />
      )
    case 'left':
      return (
        <Banner
          place="over"
          text={t('replay.shownBy', { name })}
          action={t('replay.comeBack')}
          isOffer
          onAction={() => shown.comeBack()}
        />
      )
    case 'elsewhere':
      return (
        <Banner
          place="over"
          text={t('replay.shownElsewhere', { name })}
          action={t('replay.watch')}
          isOffer
          onAction={() => shown.comeBack()}
        />
      )
    case 'alone':
      return null
  }
}
