/** The steps and links of a turn, edited by all who may, while it goes on and after. */
import {
  SESSION_LINE_LENGTH,
  SESSION_LINES,
  SESSION_LINK_LENGTH,
  SESSION_LINKS,
} from '@gamelan/protocol/limits'
import { linkSchema, type Turn } from '@gamelan/protocol/session/wheel'
import { useTranslation } from 'react-i18next'
import type { Ask } from '../use-ask.ts'
import { LineList } from './LineList.tsx'

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
        onChange={(change) => ask({ type: 'edit-turn', turn: turn.id, steps: [change] }, { waits: true })}
      />
      <LineList
        lines={turn.links}
        words={{
          title: t('session.wheel.links'),
          add: t('session.wheel.addLink'),
          bad: t('session.wheel.badLink'),
          place: (place) => t('session.wheel.link', { place: String(place) }),
        }}
        most={SESSION_LINKS}
        mostLetters={SESSION_LINK_LENGTH}
        isGood={isLink}
        onChange={(change) => ask({ type: 'edit-turn', turn: turn.id, links: [change] }, { waits: true })}
      />
    </>
  )
}
