/** The session of the Excalidraw that is on the page, and what the page as a whole has to tell it. */
import type { ProblemCode } from '@gamelan/protocol/http/problems'
import type { Role } from '@gamelan/protocol/roles'
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types'
import type { RefObject } from 'react'
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import type { BoardConnection } from '../sync/board-connection.ts'
import type { BigChange } from './big-changes.ts'
import { CanvasSession } from './canvas-session.ts'
import type { Bounds } from './fit-view.ts'

export type SessionProps = {
  readonly boardId: string
  readonly role: Role
  readonly connection: BoardConnection
  readonly followed: number | null
  /** The region of the scene that is lit for all. */
  readonly spotlight: Bounds | null
  /** The object that the address names; undefined: none. */
  readonly object: string | undefined
  readonly onImageRefused: (code: ProblemCode) => void
  readonly onImageWaiting: (code: ProblemCode) => void
  readonly onObjectMissing: () => void
  readonly onBigChange: (change: BigChange) => void
}

/**
 * Keeps the session in the answer's `current`, from when Excalidraw is there (`api` not null, inside `root`) to the
 * page's end.
 */
export function useSession(
  api: ExcalidrawImperativeAPI | null,
  root: RefObject<HTMLElement | null>,
  props: SessionProps,
): RefObject<CanvasSession | null> {
  const { boardId, role, connection, followed, spotlight, object } = props
  const session = useRef<CanvasSession>(null)
  const onImageRefused = useEffectEvent(props.onImageRefused)
  const onImageWaiting = useEffectEvent(props.onImageWaiting)
  const onObjectMissing = useEffectEvent(props.onObjectMissing)
  const onBigChange = useEffectEvent(props.onBigChange)
  /** The last object of the address that the view went to: a new session does not go there again. */
  const sought = useRef<string>(undefined)
  const seek = useEffectEvent((made: CanvasSession | null, wanted: string | undefined = object) => {
    if (made === null || sought.current === wanted) return
    sought.current = wanted
    if (wanted !== undefined) made.seek(wanted)
  })
  const follow = useEffectEvent((made: CanvasSession | null) => made?.following.follow(followed))
  const light = useEffectEvent((made: CanvasSession) => made.light(spotlight))

  // A layout effect, because it ends before the connection does: what is not written yet still gets out.
  useLayoutEffect(() => {
    if (!api || !root.current) return undefined
    const made = new CanvasSession({
      boardId,
      role,
      connection,
      api,
      root: root.current,
      onImageRefused: (code) => onImageRefused(code),
      onImageWaiting: (code) => onImageWaiting(code),
      onObjectMissing: () => onObjectMissing(),
      onBigChange: (change) => onBigChange(change),
    })
    session.current = made
    follow(made)
    light(made)
    seek(made)
    const stopListening = listen(made)
    return () => {
      session.current = null
      // The next session goes on looking.
      if (made.isSeeking) sought.current = undefined
      stopListening()
      made.destroy()
    }
  }, [api, root, boardId, role, connection])

  useEffect(() => session.current?.following.follow(followed), [followed])
  useEffect(() => session.current?.light(spotlight), [spotlight])
  useEffect(() => seek(session.current, object), [object])

  return session
}

/** Tells the session what happens to the page; the answer ends that. */
function listen(session: CanvasSession): () => void {
  const listening = new AbortController()
  const { signal } = listening
  const stir = (): void => session.presence.stir()
  window.addEventListener('pointermove', stir, { signal, passive: true })
  window.addEventListener('keydown', stir, { signal })
  window.addEventListener('wheel', stir, { signal, passive: true })
  document.addEventListener('visibilitychange', () => session.hide(document.hidden), { signal })
  window.addEventListener('pagehide', () => session.flush(), { signal })
  return () => listening.abort()
}
