/** The bar above the drawing. On a phone it folds: words give way to icons, faces to a number. */
import type { Board } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import { IconEye, IconShare2, IconUsersGroup } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CanvasHandle } from '../../canvas/BoardCanvas.tsx'
import type { SaveState } from '../../sync/board-connection.ts'
import { BackLink } from '../../ui/BackLink.tsx'
import { FoldingButton } from '../../ui/FoldingButton.tsx'
import { ownKey } from '../../ui/own-key.ts'
import { SeriesDialog } from '../series/SeriesDialog.tsx'
import { SeriesName as SeriesNameButton } from '../series/SeriesName.tsx'
import { BoardMenu } from './BoardMenu.tsx'
import { BoardTitle } from './BoardTitle.tsx'
import { Lineage, PartOf, titleOf } from './Lineage.tsx'
import { MembersDialog } from './MembersDialog.tsx'
import { NameMoment } from './NameMoment.tsx'
import type { Here } from './people-here.ts'
import { PeopleHere } from './PeopleHere.tsx'
import { SaveStateMark } from './SaveStateMark.tsx'
import { ShareDialog } from './ShareDialog.tsx'
import classes from './TopBar.module.css'

/**
 * The bar. What is undefined of the board the server has not told yet. Of one that belongs to a session, people and links are
 * those of the session's board.
 */
export function TopBar({
  boardId,
  role,
  board,
  here,
  saveState,
  isStored,
  hasDrawing,
  canvas,
  followed,
  onFollow,
  isAlone,
  isSessionOpen,
  onSession,
}: {
  boardId: string
  role: Role
  board: {
    title: string | undefined
    isAway: boolean
  } & { readonly [Part in 'links' | 'parent' | 'series' | 'sessionBoard']: Board[Part] | undefined }
  here: readonly Here[]
  saveState: SaveState
  /** Whether this browser stores what is drawn. */
  isStored: boolean
  /** Whether the drawing has loaded. */
  hasDrawing: boolean
  canvas: RefObject<CanvasHandle | null>
  followed: number | null
  onFollow: (clientId: number | null) => void
  /** Whether somebody draws alone here: there is nobody to share it with, and no session of its own. */
  isAlone: boolean
  isSessionOpen: boolean
  onSession: () => void
}) {
  const { t } = useTranslation()
  const [sharing, setSharing] = useState(false)
  const [isMembersOpen, setMembersOpen] = useState(false)
  const [isSeriesOpen, setSeriesOpen] = useState(false)
  const me = here.find(({ isMe }) => isMe)
  const share = () => setSharing(true)
  const { sessionBoard } = board
  const letInOn = sessionBoard?.id ?? boardId
  const back = sessionBoard ? t('board.backTo', { title: titleOf(t, sessionBoard) }) : t('board.back')
  return (
    <header className={classes.bar} onKeyDown={ownKey}>
      <BackLink to={sessionBoard ? `/b/${sessionBoard.id}` : '/'} label={back} />
      <BoardTitle boardId={boardId} title={board.title} editable={may(role, 'title')} />
      {board.series && <SeriesNameButton title={board.series.title} onOpen={() => setSeriesOpen(true)} />}
      {sessionBoard && <PartOf board={sessionBoard} />}
      {board.parent && <Lineage parent={board.parent} />}
      {!may(role, 'draw') && (
        <span className={classes.viewing} title={t('board.viewing')}>
          <IconEye size={16} aria-hidden />
          <span className={classes.viewingWords}>{t('board.viewing')}</span>
        </span>
      )}
      <span className={classes.space} />
      <SaveStateMark state={saveState} isStored={isStored} hasDrawing={hasDrawing} />
      {may(role, 'bookmark') && <NameMoment boardId={boardId} role={role} />}
      <PeopleHere
        boardId={letInOn}
        role={role}
        here={here}
        followed={followed}
        onFollow={onFollow}
        onMembers={() => setMembersOpen(true)}
      />
      {!isAlone && (
        <>
          <FoldingButton
            label={t('session.title')}
            icon={<IconUsersGroup size={18} aria-hidden />}
            variant={isSessionOpen ? 'light' : 'default'}
            isPressed={isSessionOpen}
            onClick={onSession}
          />
          <FoldingButton
            label={t('board.share')}
            icon={<IconShare2 size={18} aria-hidden />}
            variant="filled"
            onClick={share}
          />
        </>
      )}
      <BoardMenu
        boardId={boardId}
        role={role}
        canvas={canvas}
        series={board.series?.title}
        sessionBoard={sessionBoard}
        onMembers={() => setMembersOpen(true)}
        onSeries={() => setSeriesOpen(true)}
      />
      {isMembersOpen && (
        <MembersDialog boardId={letInOn} me={me?.id ?? ''} onClose={() => setMembersOpen(false)} />
      )}
      {isSeriesOpen && (
        <SeriesDialog
          key={boardId}
          boardId={boardId}
          title={board.title ?? ''}
          seriesId={board.series?.id}
          onClose={() => setSeriesOpen(false)}
        />
      )}
      {sharing && (
        <ShareDialog
          boardId={boardId}
          sessionBoard={sessionBoard ?? null}
          role={role}
          links={board.links}
          isAway={board.isAway}
          onClose={() => setSharing(false)}
        />
      )}
    </header>
  )
}
