/** The player of one history, from when the canvas is there to the page's end. */
import type { BoardHistory } from '@gamelan/protocol/http/history'
import type { RefObject } from 'react'
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import type { ReplayCanvasHandle } from '../../canvas/ReplayCanvas.tsx'
import { filmOfHistory, rollOf } from '../../replay/history-view.ts'
import type { PlayerState } from '../../replay/player.ts'
import { Player } from '../../replay/player.ts'
import type { ProjectorClient, ProjectorFault } from '../../replay/projector-client.ts'
import { openProjector } from './open-projector.ts'

const REDUCED_MOTION = '(prefers-reduced-motion: reduce)'

export type OpenPlayer = { readonly player: Player; readonly projector: ProjectorClient }

/**
 * Opens the player when `isReady` says that the canvas is there; null before.
 * @param startAt the seq to begin at; undefined: the end
 */
export function usePlayer({
  boardId,
  history,
  canvas,
  isReady,
  startAt,
  onFault,
}: {
  boardId: string
  history: BoardHistory
  canvas: RefObject<ReplayCanvasHandle | null>
  isReady: boolean
  startAt: number | undefined
  onFault: (fault: ProjectorFault) => void
}): OpenPlayer | null {
  const [open, setOpen] = useState<OpenPlayer | null>(null)
  const told = useEffectEvent(onFault)
  const begin = useEffectEvent((made: OpenPlayer) => {
    const { player, projector } = made
    const start = () => player.jumpTo(startAt ?? history.head)
    // The whole of the drawing as it became is what the view begins with: what is drawn later has its place in it.
    const lookAround = async () => {
      const elements = await projector.scene(history.head)
      canvas.current?.lookAtElements(elements.filter(({ isDeleted }) => !isDeleted))
    }
    // Where that fails, showing the moment fails as well, and says so.
    lookAround().then(start, start)
  })
  const film = useEffectEvent(() => filmOfHistory(history))
  const roll = useEffectEvent(() => rollOf(history))
  const { generation } = history

  useEffect(() => {
    const shown = canvas.current
    if (!isReady || !shown) return undefined
    const projector = openProjector(boardId, generation, roll(), {
      onFrame: (frame) => player.take(frame),
      onFault: (fault) => told(fault),
    })
    const player = new Player({
      film: film(),
      canvas: shown,
      projection: projector,
      nextFrame(run) {
        const id = requestAnimationFrame(run)
        return () => cancelAnimationFrame(id)
      },
      isSmooth: () => !matchMedia(REDUCED_MOTION).matches,
    })
    const made = { player, projector }
    begin(made)
    // oxlint-disable-next-line react/set-state-in-effect -- what has to be closed is made where closing is sure
    setOpen(made)
    return () => {
      player.destroy()
      projector.close()
      setOpen(null)
    }
  }, [boardId, isReady, canvas, generation])

  // The live board goes on: what comes is added to the film's end.
  useEffect(() => {
    open?.projector.extend(rollOf(history))
    open?.player.extend(filmOfHistory(history))
  }, [open, history])

  return open
}

const nothing = () => () => undefined
const none = () => null

/** What the player shows; null before it is open. */
export function usePlayerState(open: OpenPlayer | null): PlayerState | null {
  return useSyncExternalStore<PlayerState | null>(
    open?.player.subscribe ?? nothing,
    open?.player.state ?? none,
  )
}
