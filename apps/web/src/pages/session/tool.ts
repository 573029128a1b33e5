/** What every tool of the session's panel is given. Types alone. */
import type { SessionState } from '@gamelan/protocol/session/session'
import type { RefObject } from 'react'
import type { CanvasHandle } from '../../canvas/BoardCanvas.tsx'
import type { SessionConnection } from '../../session/session-connection.ts'
import type { Here } from '../board/people-here.ts'

/** In the order of their tabs. */
export const TOOLS = ['people', 'agenda', 'wheel', 'rounds'] as const
export type ToolName = (typeof TOOLS)[number]

export type ToolProps = {
  readonly boardId: string
  /** The board whose session it is: this one, or the one to which this belongs. */
  readonly sessionBoard: string
  readonly session: SessionConnection
  readonly state: SessionState
  /** What the server's clock is ahead of this machine's, in milliseconds; null: it is not known yet. */
  readonly offset: number | null
  /** Visitor id of this page's person. */
  readonly me: string
  /** Who has the board open, with the window of theirs that can be followed. */
  readonly here: readonly Here[]
  /** Awareness id of the one whose view is followed. */
  readonly followed: number | null
  readonly onFollow: (clientId: number | null) => void
  readonly canvas: RefObject<CanvasHandle | null>
}
