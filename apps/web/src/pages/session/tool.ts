/** What every tool of the session's panel is given. Types alone. */
import type { SessionState } from '@gamelan/protocol/session/session'
import type { RefObject } from 'react'
import type { CanvasHandle } from '../../canvas/BoardCanvas.tsx'
import type { SessionConnection } from '../../session/session-connection.ts'

/** In the order of their tabs. */
export const TOOLS = ['people', 'agenda', 'wheel', 'rounds'] as const
export type ToolName = (typeof TOOLS)[number]

export type ToolProps = {
  readonly boardId: string
  readonly session: SessionConnection
  readonly state: SessionState
  /** Visitor id of this page's person. */
  readonly me: string
  readonly canvas: RefObject<CanvasHandle | null>
}
