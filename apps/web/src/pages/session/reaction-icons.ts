/** How each reaction looks, on its button and when it floats by. */
import type { Reaction } from '@gamelan/protocol/session/people'
import {
  IconBulb,
  IconConfetti,
  IconHeartHandshake,
  IconMoodHappy,
  IconQuestionMark,
} from '@tabler/icons-react'

export const REACTION_ICONS = {
  'new-to-me': IconBulb,
  clap: IconConfetti,
  thanks: IconHeartHandshake,
  laugh: IconMoodHappy,
  puzzled: IconQuestionMark,
} as const satisfies Record<Reaction, unknown>
