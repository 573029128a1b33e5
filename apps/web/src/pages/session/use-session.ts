/** The live session of a board for as long as a page shows it. */
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionConnection, SessionSnapshot, Undone } from '../../session/session-connection.ts'
import { loadPart } from '../../ui/parts/load-part.ts'
import { useNotify } from '../../ui/notices.tsx'
import { useBoardNews } from '../news/use-board-news.tsx'
import { writtenIn } from './undone.ts'

const NOTHING: SessionSnapshot = { state: null, line: 'connecting', own: null, offset: null }
const nothing = () => NOTHING
const unsubscribed = () => () => undefined

/**
 * Connects; null until what it takes is loaded, which the drawing does not wait for.
 * @param beforeEnd called when the page goes on to something else, while the line is still there
 */
export function useSession(
  boardId: string,
  beforeEnd?: (session: SessionConnection) => void,
): SessionConnection | null {
  const [session, setSession] = useState<SessionConnection | null>(null)
  const { t } = useTranslation()
  const notify = useNotify()
  const news = useBoardNews()
  const tell = useEffectEvent(({ command, answer }: Undone) => {
    const text = writtenIn(command)
    const why = t(`session.refused.${answer.code}`)
    if (text !== '') notify({ kind: 'error', text: t('session.undone', { text, why }), stays: true })
  })
  const aboutToEnd = useEffectEvent((made: SessionConnection) => beforeEnd?.(made))
  useEffect(() => {
    let isOver = false
    let made: SessionConnection | undefined
    let detach: (() => void) | undefined
    const open = async () => {
      const { SessionConnection } = await loadPart(() => import('../../session/session-connection.ts'))
      if (isOver) return
      made = new SessionConnection(boardId, (undone) => tell(undone))
      detach = news.attach(made.news)
      setSession(made)
    }
    // A notice says so.
    open().catch(() => undefined)
    return () => {
      isOver = true
      setSession(null)
      detach?.()
      if (made === undefined) return
      aboutToEnd(made)
      made.close()
    }
  }, [boardId, news])
  return session
}

/** Lets what waits outlive its page. `sessionBoard`: whose session it is; undefined: not known yet. */
export function useOutbox(session: SessionConnection | null, sessionBoard: string | undefined): void {
  useEffect(() => {
    if (session !== null && sessionBoard !== undefined) session.resume(sessionBoard)
  }, [session, sessionBoard])
}

/** What the session is now. */
export function useSessionSnapshot(session: SessionConnection | null): SessionSnapshot {
  return useSyncExternalStore(session?.subscribe ?? unsubscribed, session?.snapshot ?? nothing)
}
