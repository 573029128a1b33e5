/** The board itself: the drawing, the bar above it, and what stands there once the connection has ended for good. */
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import { useComputedColorScheme } from '@mantine/core'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { objectIn } from '../../canvas/object-link.ts'
import type { CanvasHandle } from '../../canvas/BoardCanvas.tsx'
import type { BoardConnection } from '../../sync/board-connection.ts'
import { useFailure } from '../../http/use-failure.ts'
import { useNotify } from '../../ui/notices.tsx'
import { part } from '../../ui/parts/Part.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { OpeningBoard } from '../OpeningBoard.tsx'
import { useTitle } from '../use-title.ts'
import { useErasedOnBoard } from '../erase/use-erased-notice.ts'
import { AsideDialog } from './AsideDialog.tsx'
import { BlockedLine } from './BlockedLine.tsx'
import { EndedDialog, EndedPage, hidesDrawing } from './Ended.tsx'
import { FollowFrame } from './FollowFrame.tsx'
import classes from './OpenBoard.module.css'
import { keepPage } from './keep-page.ts'
import { peopleHere } from './people-here.ts'
import { ReplayInvitation } from './ReplayInvitation.tsx'
import { recall, remember } from './remembered.ts'
import { TopBar } from './TopBar.tsx'
import { useSnapshotNotices } from '../moments/use-snapshot-notices.ts'
import { LateStrip } from '../session/LateStrip.tsx'
import { boardOf } from '../session/places.ts'
import { SessionAwaited } from '../session/SessionAwaited.tsx'
import type { ToolProps } from '../session/tool.ts'
import { useOutbox } from '../session/use-session.ts'
import { useOpenTool } from '../session/use-open-tool.ts'
import { PrivateBar, PrivateBarAway } from '../session/rounds/PrivateBar.tsx'
import { useSessionHere } from '../session/rounds/use-session-here.ts'
import { SpinCard } from '../session/wheel/SpinCard.tsx'
import { useBigChangeNotice } from './use-big-change-notice.ts'
import { useBoard } from './use-board.ts'
import { useLeaveQuestion } from './use-leave-question.ts'
import { useEmbedSites } from './use-settings.ts'
import { useBlockedLine } from './use-blocked-line.ts'
import { useConnection, useConnectionSnapshot } from './use-connection.ts'
import { localShelf } from '../../storage/browser-storage.ts'

const BoardCanvas = part(() => import('../../canvas/BoardCanvas.tsx'))
const SessionPanel = part(() => import('../session/SessionPanel.tsx'), 'panel')
const SessionAlone = part(
  async () => ({ default: (await import('../session/SessionAround.tsx')).SessionAlone }),
  'notice',
)
const SessionAround = part(() => import('../session/SessionAround.tsx'), 'notice')
const FloatingReactions = part(() => import('../session/FloatingReactions.tsx'), 'notice')
const StillDrawing = part(() => import('./StillDrawing.tsx'), 'notice')

type Opened = { boardId: string; role: Role; participant: Participant }

/** The title, by the server or else by memory, and remembered for the next time that the server is away. */
function useBoardTitle({ boardId, role, participant }: Opened) {
  const { t } = useTranslation()
  const board = useBoard(boardId)
  const [remembered] = useState(() => recall(localShelf, boardId)?.title)
  const failure = useFailure(board)
  const title = board.data?.title ?? remembered
  const session = board.data?.sessionBoard?.id
  useEffect(() => {
    const sessionBoard = session ?? recall(localShelf, boardId)?.sessionBoard
    remember(localShelf, boardId, { role, participant, title: title ?? '', sessionBoard })
  }, [boardId, role, participant, title, session])
  const shown = title === undefined || title === '' ? t('common.untitled') : title
  const { links, parent, series, sessionBoard } = board.data ?? {}
  return { links, parent, series, sessionBoard, isAway: failure !== null, title, shown }
}

/**
 * Tells of it when a facilitator changes what one may do. By the session: the connection of a drawing that is locked has the
 * role of a viewer meanwhile, and whoever it is locked for keeps theirs.
 */
function useRoleNotice(role: Role | undefined): void {
  const { t } = useTranslation()
  const notify = useNotify()
  const last = useRef(role)
  const tell = useEffectEvent((now: Role) => notify({ kind: 'info', text: t(`members.now.${now}`) }))
  useEffect(() => {
    if (role === undefined || role === last.current) return
    if (last.current !== undefined) tell(role)
    last.current = role
  }, [role])
}

function Connected({ connection, ...opened }: Opened & { connection: BoardConnection }) {
  const { boardId } = opened
  const me = opened.participant.id
  const { t } = useTranslation()
  const notify = useNotify()
  const theme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const { role, saveState, people, ended, loaded, isStored, isAtRisk } = useConnectionSnapshot(connection)
  const { session, snapshot, sessionBoard: askedBoard, isAlone, round } = useSessionHere(boardId, me)
  const { state, line, offset } = snapshot
  const blocked = useBlockedLine(saveState, line, ended === null)
  /** What goes on about this drawing: of one that somebody draws alone, nothing does. */
  const live = isAlone ? null : state
  const given = line === 'open' ? live?.people.people[me]?.role : undefined
  useRoleNotice(given)
  useLeaveQuestion(isAtRisk)
  // Where the session gets through, the drawing does.
  useEffect(() => {
    if (line === 'open') connection.hurry()
  }, [line, connection])
  /** What this person may do on the board, whether its drawing is locked now or not. */
  const standing = given ?? role
  const board = useBoardTitle({ ...opened, role: standing })
  useErasedOnBoard(boardId, loaded ? connection.doc : null)
  useSnapshotNotices(boardId, me, standing)
  /** The board whose session it is; undefined: not known yet. */
  const sessionBoard = board.sessionBoard === undefined ? undefined : (board.sessionBoard?.id ?? boardId)
  const [tool, setTool] = useOpenTool(sessionBoard)
  useOutbox(session, isAlone ? askedBoard : sessionBoard)
  const embedSites = useEmbedSites()
  const canvas = useRef<CanvasHandle>(null)
  const onBigChange = useBigChangeNotice(boardId, me, canvas)
  const [isShown, setIsShown] = useState(false)
  const onShown = useCallback(() => setIsShown(true), [])
  const [followed, setFollowed] = useState<number | null>(null)
  const [search] = useSearchParams()
  useTitle(board.shown)

  const here = peopleHere(people)
  const leader = here.find(({ clientId }) => clientId === followed) ?? null
  // Whoever is followed may leave.
  if (followed !== null && leader === null) setFollowed(null)

  if (ended !== null && hidesDrawing(ended)) return <EndedPage ended={ended} />
  const toolProps: Omit<ToolProps, 'canvas'> | null =
    session === null || live === null || ended !== null || sessionBoard === undefined
      ? null
      : { boardId, sessionBoard, session, state: live, offset, me, here, followed, onFollow: setFollowed }
  const spotlight = live?.attention.spotlight ?? null
  const isLit =
    spotlight !== null && sessionBoard !== undefined && boardOf(spotlight.board, sessionBoard) === boardId
  return (
    <div className={classes.page}>
      <TopBar
        boardId={boardId}
        role={standing}
        board={board}
        here={here}
        saveState={saveState}
        isStored={isStored}
        hasDrawing={loaded}
        canvas={canvas}
        followed={followed}
        onFollow={setFollowed}
        isAlone={isAlone}
        isSessionOpen={tool !== null}
        onSession={() => setTool(tool === null ? 'people' : null)}
      />
      {ended === null && <BlockedLine blocked={blocked} hasDrawing={loaded} />}
      {ended === null && sessionBoard !== undefined && (
        <ReplayInvitation
          boardId={boardId}
          sessionBoard={sessionBoard}
          me={me}
          live={live}
          session={session}
        />
      )}
      {toolProps !== null && offset !== null && (
        <LateStrip
          sessionBoard={toolProps.sessionBoard}
          session={toolProps.session}
          state={toolProps.state}
        />
      )}
      {ended === null && session !== null && state !== null && round !== undefined && (
        <>
          <PrivateBar
            sessionBoard={askedBoard}
            round={round}
            me={me}
            session={session}
            state={state}
            isOut={line === 'ended'}
          />
          <SessionAlone session={session} state={state} offset={offset} me={me} />
        </>
      )}
      {ended === null && isAlone && round === undefined && line === 'lost' && (
        <PrivateBarAway sessionBoard={askedBoard} />
      )}
      {toolProps !== null && <SessionAround {...toolProps} canvas={canvas} />}
      <div className={classes.middle}>
        <main className={classes.drawing}>
          <BoardCanvas
            connection={connection}
            role={role}
            boardId={boardId}
            title={board.shown}
            theme={theme}
            embedSites={embedSites}
            followed={followed}
            onFollowEnd={() => setFollowed(null)}
            spotlight={isLit ? spotlight.region : null}
            object={objectIn(search)}
            onBigChange={onBigChange}
            onNotice={notify}
            onShown={onShown}
            handle={canvas}
          />
          {!loaded && (
            <div className={classes.loading}>
              {blocked === 'sync' ? (
                <StillDrawing boardId={boardId} theme={theme} />
              ) : (
                <Waiting isPart text={t('board.loadingDrawing')} />
              )}
            </div>
          )}
          {session !== null && live !== null && tool !== 'wheel' && (
            <SpinCard state={live} me={me} clock={session.clock} />
          )}
          {toolProps !== null && <FloatingReactions session={toolProps.session} />}
          {leader !== null && <FollowFrame leader={leader} onStop={() => setFollowed(null)} />}
        </main>
        {tool !== null && toolProps === null && ended === null && !isAlone && (
          <SessionAwaited isAway={board.isAway || line === 'lost'} onClose={() => setTool(null)} />
        )}
        {tool !== null && toolProps !== null && (
          <SessionPanel
            {...toolProps}
            canvas={canvas}
            tool={tool}
            isAway={line !== 'open'}
            onTool={setTool}
            onClose={() => setTool(null)}
          />
        )}
      </div>
      {loaded && ended === null && (
        <AsideDialog connection={connection} canvas={canvas} mayDraw={may(role, 'draw')} />
      )}
      {ended !== null && (
        <EndedDialog
          boardId={boardId}
          ended={ended}
          connection={connection}
          canvas={canvas}
          isShown={isShown}
        />
      )}
    </div>
  )
}

/** The board, opened in this role as this person. */
export function OpenBoard(opened: Opened) {
  useEffect(keepPage, [])
  const connection = useConnection(opened.boardId, opened.role, opened.participant)
  return connection === null ? <OpeningBoard /> : <Connected {...opened} connection={connection} />
}
