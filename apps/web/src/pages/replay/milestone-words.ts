/** Something that the live session did, in words. */
import type { Milestone } from '@gamelan/protocol/http/history'
import type { TFunction } from 'i18next'

/** What it was, in a sentence, to who looks at a board. */
export function milestoneWords(t: TFunction, milestone: Milestone, boardId: string): string {
  switch (milestone.kind) {
    case 'block': {
      const { title, question } = milestone
      return question === '' ? title : t('replay.session.block', { title, question })
    }
    case 'pivot': {
      const { parked, reason, to } = milestone
      const pivot = t('replay.session.pivot', { parked, reason })
      return to === boardId ? pivot : `${pivot}. ${t('replay.session.elsewhere')}`
    }
    case 'turn': {
      const { person, theme, outcome } = milestone
      const turn = t('replay.session.turn', { name: person.name, theme })
      return outcome === null ? turn : `${turn}. ${t(`replay.session.outcome.${outcome}`)}`
    }
    case 'round':
      return t('replay.session.round', { question: milestone.question })
  }
}
