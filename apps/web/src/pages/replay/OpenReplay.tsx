/** The replay of a board: the drawing as it was, and the timeline under it. */
import type { BoardElement } from '@gamelan/board-model'
import type { BoardHistory, EraseTarget } from '@gamelan/protocol/http/history'
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Area } from '../../replay/camera.ts'
import type { ReplayCanvasHandle } from '../../canvas/ReplayCanvas.tsx'
import {
  filmOfHistory,
  lanesOfHistory,
  placedErasures,
  placedMarks,
  placedMilestones,
  stopBeside,
} from '../../replay/history-view.ts'
import { Labels } from '../../replay/label.ts'
import { nextSpeed, type Speed } from '../../replay/playback.ts'
import type { Player } from '../../replay/player.ts'
import { momentFormat } from '../../replay/words-of-time.ts'
import { useNotify, useNoticesAbove } from '../../ui/notices.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { useBoard } from '../board/use-board.ts'
import { EraseDialog } from '../erase/EraseDialog.tsx'
import { useMarkNotices } from '../moments/use-mark-notices.ts'
import { useTitle } from '../use-title.ts'
import { type CompareLayout, ComparePanel } from './ComparePanel.tsx'
import { Controls } from './Controls.tsx'
import { labelWords } from './label-words.ts'
import { LifePanel } from './LifePanel.tsx'
import { MomentMenu } from './MomentMenu.tsx'
import { MomentsPanel } from './MomentsPanel.tsx'
import { ReplayHeader } from './ReplayHeader.tsx'
import classes from './ReplayPage.module.css'
import { StillPane } from './StillPane.tsx'
import { ShownToAllBanner } from './ShownToAllBanner.tsx'
import { Timeline } from './Timeline.tsx'
import { useAddressedMoment } from './use-addressed-moment.ts'
import { useComparison } from './use-comparison.ts'
import { usePlayerKeys } from './use-keys.ts'
import { useLight } from './use-light.ts'
import { useMomentActions } from './use-moment-actions.tsx'
import { usePlayer, usePlayerState } from './use-player.ts'
import { useShownToAll } from './use-shown-to-all.ts'
import { part } from '../../ui/parts/Part.tsx'

const ReplayCanvas = part(() => import('../../canvas/ReplayCanvas.tsx'))

/** What the names of the lanes take, in pixels, at most. */
const LABEL_WIDTH = 140
/** Pixels of a bar of the timeline. */
const BAR_WIDTH = 3

export function OpenReplay({
  boardId,
  role: joinedRole,
  me,
  history,
}: {
  boardId: string
  role: Role
  /** Who looks. */
  me: string
  history: BoardHistory
}) {
  const { t, i18n } = useTranslation()
  const notify = useNotify()
  const theme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const board = useBoard(boardId)
  // A facilitator may have given them another one since.
  const role = board.data?.role ?? joinedRole
  const title = board.data?.title === '' ? t('common.untitled') : (board.data?.title ?? t('common.untitled'))
  useTitle(t('replay.title', { title }))
  const sessionBoard = board.data && (board.data.sessionBoard?.id ?? boardId)

  const canvas = useRef<ReplayCanvasHandle>(null)
  const [isReady, setReady] = useState(false)
  const [lit, setLit] = useState<string | null>(null)
  const { ref: foot, width, height } = useElementSize()
  useNoticesAbove(height)
  const [shownSeq, setShownSeq] = useState<{ seq: number | undefined; isPlaying: boolean }>({
    seq: undefined,
    isPlaying: false,
  })
  const startAt = useAddressedMoment(shownSeq.seq, shownSeq.isPlaying)

  const open = usePlayer({
    boardId,
    history,
    canvas,
    isReady,
    startAt,
    onFault: ({ status }) =>
      notify({ kind: 'error', text: status === 0 ? t('problems.unreachable') : t('replay.failed') }),
  })
  const state = usePlayerState(open)
  const seq = state?.shown?.seq
  const isPlaying = state?.isPlaying ?? false
  if (seq !== shownSeq.seq || isPlaying !== shownSeq.isPlaying) setShownSeq({ seq, isPlaying })

  const [picked, setPicked] = useState<string | null>(null)
  const [isListOpen, setListOpen] = useState(false)
  /** The change by which this person last restored the drawing. */
  const [restored, setRestored] = useState<{ readonly seq: number } | null>(null)
  const actions = useMomentActions({
    boardId,
    role,
    title,
    history,
    open,
    canvas,
    onRestored: (to) => setRestored({ seq: to }),
  })
  const { comparison, dress, ...compare } = useComparison(open, state)
  const light = useLight(open, history.head, lit)
  useEffect(() => open?.player.dress(dress ?? light), [open, dress, light])
  const still = useRef<ReplayCanvasHandle>(null)
  const isBeside = comparison?.layout === 'beside'
  const lookAlike = useCallback(() => {
    if (canvas.current) still.current?.look(canvas.current.view())
  }, [])

  /** What was in view of the whole width: of half of it, it is to be in view as well. */
  const seenWhole = useRef<Area>(null)
  const layOut = (layout: CompareLayout) => {
    if (layout === 'beside') seenWhole.current = canvas.current?.seen() ?? null
    compare.setLayout(layout)
  }
  const onStillReady = useCallback(() => {
    if (seenWhole.current) canvas.current?.lookAt(seenWhole.current)
    lookAlike()
  }, [lookAlike])

  const film = useMemo(() => filmOfHistory(history), [history])
  const columns = Math.max(40, Math.floor(width / BAR_WIDTH))
  const lanes = useMemo(() => lanesOfHistory(history, film, columns), [history, film, columns])
  const marks = useMemo(() => placedMarks(history, film), [history, film])
  const erasures = useMemo(() => placedErasures(history, film), [history, film])
  const milestones = useMemo(() => placedMilestones(history, film), [history, film])
  const formatTime = useMemo(
    () => momentFormat(Date.parse(history.from), Date.parse(history.to), i18n.language),
    [history, i18n.language],
  )

  const shownToAll = useShownToAll({ boardId, sessionBoard, me, history, open, state })
  /** By one's own hand: who follows somebody's replay leaves it with that. */
  const own = (act: (player: Player) => void) => {
    shownToAll.leave()
    if (open) act(open.player)
  }
  const jumpTo = (to: number) => own((player) => player.jumpTo(to))
  useMarkNotices(history.marks, { boardId, me, role, onLook: jumpTo })
  // Whoever restored sees what it came to. The history has to know that change first.
  const isRestoredKnown = restored !== null && history.head >= restored.seq
  const showRestored = useEffectEvent(jumpTo)
  useEffect(() => {
    if (isRestoredKnown) showRestored(restored.seq)
  }, [restored, isRestoredKnown])
  const dragTo = (to: number) => own((player) => player.drag(to))
  const stopBy = (by: 1 | -1) => {
    const from = { seq: seq ?? 0, position: state?.position ?? 0 }
    const stop = stopBeside({ marks, milestones }, from, film, by)
    if (stop === undefined) return
    if ('seq' in stop) jumpTo(stop.seq)
    else dragTo(stop.position)
  }
  const step = (by: 1 | -1) => own((player) => player.step(by))
  const toggle = () => own((player) => player.toggle())
  const setSpeed = (speed: Speed) => own((player) => player.setSpeed(speed))
  usePlayerKeys({
    toggle,
    step,
    mark: stopBy,
    faster: (by) => setSpeed(nextSpeed(state?.speed ?? 1, by)),
    toEnd: (end) => jumpTo(end === 'first' ? 1 : history.head),
  })
  const onReady = useCallback(() => setReady(true), [])

  // One that is not there at this moment still has its life.
  const [lastPicked, setLastPicked] = useState<BoardElement | null>(null)
  const found = open?.player.elements.find(({ id }) => id === picked)
  if (found && found !== lastPicked) setLastPicked(found)
  const pickedElement = picked !== null && lastPicked?.id === picked ? lastPicked : null
  const lookAtElements = (ids: readonly string[]) => {
    const scene = [...(open?.player.elements ?? []), ...(comparison?.pinned.elements ?? [])]
    const found = scene.filter(({ id, isDeleted }) => ids.includes(id) && !isDeleted)
    if (found.length === 0) return
    open?.player.follow(false)
    canvas.current?.lookAtElements(found)
  }

  const [erased, setErased] = useState<{ target: EraseTarget; title: string } | null>(null)
  const stretch = comparison && { from: comparison.from.seq + 1, to: comparison.to.seq }
  const eraseStretch =
    stretch && stretch.from <= stretch.to && may(role, 'erase')
      ? () => {
          const [from, to] = [formatTime(comparison.from.at), formatTime(comparison.to.at)]
          setErased({ target: stretch, title: t('erase.titleStretch', { from, to }) })
        }
      : undefined

  const author = history.authors.find(({ id }) => id === state?.shown?.author)
  const shown = state?.shown
  const moment = shown ? (shown.at === 0 ? t('replay.beginning') : formatTime(shown.at)) : ''
  const detail =
    shown && shown.at !== 0
      ? t('replay.change', { seq: String(shown.seq), head: String(history.head), name: author?.name ?? '' })
      : ''

  return (
    <div className={classes.page}>
      <ReplayHeader
        boardId={boardId}
        title={title}
        onLead={
          may(role, 'snapshot') && shownToAll.mode !== 'leading' && shownToAll.mayLead
            ? shownToAll.lead
            : undefined
        }
      />
      <main className={`${classes.drawing ?? ''} ${isBeside ? (classes.beside ?? '') : ''}`}>
        {isBeside && (
          <div className={classes.pane}>
            <StillPane
              boardId={boardId}
              theme={theme}
              elements={comparison.pinned.elements}
              onReady={onStillReady}
              canvas={still}
            />
            <span className={classes.paneTime}>{formatTime(comparison.pinned.at)}</span>
          </div>
        )}
        <div className={isBeside ? classes.pane : classes.whole}>
          <ReplayCanvas
            boardId={boardId}
            theme={theme}
            onMoved={() => open?.player.follow(false)}
            onView={lookAlike}
            onPick={setPicked}
            onReady={onReady}
            handle={canvas}
          />
          {isBeside && <span className={classes.paneTime}>{moment}</span>}
        </div>
        {open && shown && comparison && (
          <ComparePanel
            differences={comparison.differences}
            from={comparison.from}
            to={comparison.to}
            authors={history.authors}
            projector={open.projector}
            layout={comparison.layout}
            formatTime={formatTime}
            onLayout={layOut}
            onShow={lookAtElements}
            onErase={eraseStretch}
            onClose={compare.end}
          />
        )}
        {open && shown && isListOpen && !comparison && !pickedElement && (
          <MomentsPanel
            boardId={boardId}
            role={role}
            me={me}
            marks={history.marks}
            seq={shown.seq}
            formatTime={formatTime}
            picture={actions.picture}
            onMoment={jumpTo}
            onRestore={(mark) => actions.restore({ seq: mark.seq, when: formatTime(Date.parse(mark.at)) })}
            onFork={(mark) => actions.fork({ seq: mark.seq, when: formatTime(Date.parse(mark.at)) })}
            onClose={() => setListOpen(false)}
          />
        )}
        {open && shown && pickedElement && !comparison && (
          <LifePanel
            key={pickedElement.id}
            element={pickedElement.id}
            title={labelWords(t, new Labels(open.player.elements).of(pickedElement))}
            seq={shown.seq}
            head={history.head}
            authors={history.authors}
            projector={open.projector}
            formatTime={formatTime}
            onMoment={jumpTo}
            onErase={
              may(role, 'erase')
                ? () =>
                    setErased({ target: { elements: [pickedElement.id] }, title: t('erase.titleElements') })
                : undefined
            }
            onClose={() => setPicked(null)}
          />
        )}
        {shown && <ShownToAllBanner shown={shownToAll} />}
        {!shown && (
          <div className={classes.loading}>
            <Waiting isPart text={t('replay.loading')} />
          </div>
        )}
      </main>
      <footer className={classes.foot} ref={foot}>
        {state && (
          <>
            <Controls
              state={state}
              hasMarks={marks.length + milestones.length > 0}
              moment={moment}
              detail={detail}
              onToggle={toggle}
              onStep={step}
              onMark={stopBy}
              onSpeed={setSpeed}
              onFollow={(isFollowing) => open?.player.follow(isFollowing)}
              isComparing={comparison !== null}
              onCompare={comparison === null ? compare.begin : compare.end}
              isListOpen={isListOpen}
              onList={() => {
                setPicked(null)
                setListOpen(!isListOpen)
              }}
            >
              {shown && shown.seq > 0 && (
                <MomentMenu
                  role={role}
                  onName={() => actions.name({ seq: shown.seq, when: moment })}
                  onExport={(kind) => void actions.export(kind, moment)}
                  onVideo={actions.video}
                  onCopyLink={() => void actions.copyLink(shown.seq)}
                  onRestore={() => actions.restore({ seq: shown.seq, when: moment })}
                  onFork={() => actions.fork({ seq: shown.seq, when: moment })}
                />
              )}
            </Controls>
            <Timeline
              boardId={boardId}
              film={film}
              width={width - LABEL_WIDTH}
              lanes={lanes}
              marks={marks}
              erasures={erasures}
              milestones={milestones}
              position={state.position}
              valueText={`${moment}, ${detail}`}
              lit={lit}
              formatTime={formatTime}
              onDrag={dragTo}
              onMark={(mark) => jumpTo(mark.seq)}
              onErasure={({ first }) => jumpTo(first)}
              onLight={setLit}
            />
          </>
        )}
      </footer>
      {actions.dialogs}
      {erased && <EraseDialog boardId={boardId} on="replay" {...erased} onClose={() => setErased(null)} />}
    </div>
  )
}
