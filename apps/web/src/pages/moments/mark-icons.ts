/** What each kind of mark looks like. */
import type { MarkKind } from '@gamelan/protocol/http/history'
import { IconBolt, IconBookmark, IconCircleCheck, IconHelpCircle, IconHistory } from '@tabler/icons-react'

export const MARK_ICONS = {
  snapshot: IconBookmark,
  before: IconHistory,
  surprise: IconBolt,
  decision: IconCircleCheck,
  question: IconHelpCircle,
} as const satisfies Record<MarkKind, typeof IconBookmark>
