/** The steps and links of a turn, edited by all who may, while it goes on and after. */
import { SESSION_LINE_LENGTH, SESSION_LINES } from '@gamelan/protocol/limits'
import { linkSchema, type Turn } from '@gamelan/protocol/session/wheel'
import { useTranslation } from 'react-i18next'
import type { Ask } from '../use-ask.ts'
import { LineList } from './LineList.tsx'

/** As `turnTextSchema` bounds them. */
const MOST_LINKS = 20
const LINK_LENGTH = 2000

const isLink = (text: string) => linkSchema.safeParse(text).success

export function TurnText({ turn, ask }: { turn: Turn; ask: Ask }) {
  const { t } = useTranslation()
  return (
    <>
      <LineList
        lines={turn.steps}
        words={{
          title: t('session.wheel.steps'),
          add: t('session.wheel.addStep'),
          bad: t('session.wheel.tooLong', { most: String(SESSION_LINE_LENGTH) }),
          place: (place) => t('session.wheel.step', { place: String(place) }),
        }}
        most={SESSION_LINES}
        mostLetters={SESSION_LINE_LENGTH}
        onChange={(steps) => ask({ type: 'edit-turn', turn: turn.id, text: { steps } })}
      />
      <LineList
        lines={turn.links}
        words={{
          title: t('session.wheel.links'),
          add: t('session.wheel.addLink'),
          bad: t('session.wheel.badLink'),
          place: (place) => t('session.wheel.link', { place: String(place) }),
        }}
        most={MOST_LINKS}
        mostLetters={LINK_LENGTH}
        isGood={isLink}
        onChange={(links) => ask({ type: 'edit-turn', turn: turn.id, text: { links } })}
      />
    </>
  )
}
