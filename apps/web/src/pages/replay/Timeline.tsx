/**
 * The timeline: who drew when, in a lane each, the marks above, and where one is. It is dragged anywhere; the lanes'
 * names light one person's hand.
 */
import type { Erasure, Mark } from '@gamelan/protocol/http/history'
import type { PointerEvent } from 'react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Film } from '../../replay/film.ts'
import type { Lane, PlacedErasure, PlacedMark, PlacedMilestone } from '../../replay/history-view.ts'
import { lengthOf } from '../../replay/words-of-time.ts'
import { IconEraser } from '@tabler/icons-react'
import { MARK_ICONS } from '../moments/mark-icons.ts'
import { SessionLane, SessionMarks } from './SessionLane.tsx'
import classes from './Timeline.module.css'

/** A cut that is shorter than this needs no words, in milliseconds. */
const WORTH_WORDS = 60_000
/** The least distance between two labels of the ruler, and between two marks with their names, in pixels. */
const LABEL_WIDTH = 88
const MARK_WIDTH = 120
const STRIP_HEIGHT = 18

/** Labels of the ruler: where work begins again, and how long was talked before; none over another. */
function ticksOf(film: Film, width: number): { at: number; wall: number; talk: number | undefined }[] {
  const ticks: { at: number; wall: number; talk: number | undefined }[] = []
  let last = -Infinity
  for (const [i, piece] of film.pieces.entries()) {
    if (piece.kind === 'cut') continue
    const before = film.pieces[i - 1]
    const at = piece.start / film.length
    if ((at - last) * width < LABEL_WIDTH || (at > 0.5 && (1 - at) * width < LABEL_WIDTH / 2)) continue
    const talk = before === undefined ? undefined : before.until - before.from
    ticks.push({ at, wall: piece.from, talk: talk !== undefined && talk >= WORTH_WORDS ? talk : undefined })
    last = at
  }
  return ticks
}

function Strip({ lane, isDimmed }: { lane: Lane; isDimmed: boolean }) {
  return (
    <svg
      className={classes.strip}
      viewBox={`0 0 1000 ${STRIP_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
      data-dimmed={isDimmed || undefined}
    >
      <g fill={lane.color} className={isDimmed ? classes.dimmed : undefined}>
        {lane.bars.map(({ from, to, share }) => {
          const height = share * (STRIP_HEIGHT - 2)
          return (
            <rect
              key={from}
              x={from * 1000}
              y={(STRIP_HEIGHT - height) / 2}
              width={(to - from) * 1000 + 0.6}
              height={height}
            />
          )
        })}
      </g>
    </svg>
  )
}

export function Timeline({
  boardId,
  film,
  lanes,
  marks,
  erasures,
  milestones,
  width,
  position,
  valueText,
  lit,
  formatTime,
  onDrag,
  onMark,
  onErasure,
  onLight,
}: {
  boardId: string
  film: Film
  lanes: readonly Lane[]
  marks: readonly PlacedMark[]
  erasures: readonly PlacedErasure[]
  milestones: readonly PlacedMilestone[]
  /** Of the strips, in pixels. */
  width: number
  /** Film time. */
  position: number
  /** The moment in words. */
  valueText: string
  /** Whose hand is lit. */
  lit: string | null
  formatTime: (wall: number) => string
  onDrag: (to: number) => void
  onMark: (mark: Mark) => void
  onErasure: (erasure: Erasure) => void
  onLight: (author: string | null) => void
}) {
  const { t } = useTranslation()
  const slider = useRef<HTMLDivElement>(null)
  const share = film.length === 0 ? 0 : position / film.length

  const dragTo = (event: PointerEvent) => {
    const box = slider.current?.getBoundingClientRect()
    if (!box || box.width === 0) return
    const at = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width))
    onDrag(at * film.length)
  }

  return (
    <div className={classes.timeline}>
      <div className={classes.tracks}>
        <div className={classes.row}>
          <span />
          <div className={classes.ruler} aria-hidden>
            {ticksOf(film, width).map(({ at, wall, talk }) => (
              <span
                key={at}
                className={classes.tick}
                data-first={at < 0.03 || undefined}
                style={{ left: `${at * 100}%` }}
              >
                {talk === undefined
                  ? formatTime(wall)
                  : t(`replay.talk.${lengthOf(talk).unit}`, { count: lengthOf(talk).count })}
              </span>
            ))}
          </div>
        </div>
        <SessionLane milestones={milestones} />
        <div className={classes.lanes}>
          {lanes.map((lane) => (
            <div key={lane.id} className={classes.row}>
              <button
                type="button"
                className={classes.name}
                aria-pressed={lit === lane.id}
                aria-label={t('replay.light', { name: lane.name })}
                title={t('replay.light', { name: lane.name })}
                onClick={() => onLight(lit === lane.id ? null : lane.id)}
              >
                <span className={classes.dot} style={{ background: lane.color }} />
                <span className={classes.nameText}>{lane.name}</span>
              </button>
              <Strip lane={lane} isDimmed={lit !== null && lit !== lane.id} />
            </div>
          ))}
        </div>
        <div className={classes.overlay} aria-hidden>
          {film.pieces.map(({ kind, start, length }) =>
            kind === 'cut' ? (
              <span
                key={start}
                className={classes.cut}
                style={{
                  left: `${(start / film.length) * 100}%`,
                  width: `max(3px, ${(length / film.length) * 100}%)`,
                  top: 20,
                }}
              />
            ) : null,
          )}
          <span className={classes.head} style={{ left: `${share * 100}%` }} />
        </div>
        <div
          ref={slider}
          className={classes.slider}
          role="slider"
          tabIndex={0}
          aria-label={t('replay.timeline')}
          aria-valuemin={0}
          aria-valuemax={Math.round(film.length / 1000)}
          aria-valuenow={Math.round(position / 1000)}
          aria-valuetext={valueText}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            dragTo(event)
          }}
          onPointerMove={(event) => {
            if (event.currentTarget.hasPointerCapture(event.pointerId)) dragTo(event)
          }}
        />
      </div>
      <SessionMarks
        boardId={boardId}
        milestones={milestones}
        width={width}
        formatTime={formatTime}
        onPlace={(place) => onDrag(place * film.length)}
      />
      {marks.length + erasures.length > 0 && (
        <div className={classes.row}>
          <span />
          <div className={classes.marks}>
            {marks.map(({ mark, place }, i) => {
              const Icon = MARK_ICONS[mark.kind]
              const room = ((marks[i + 1]?.place ?? 1) - place) * width
              return (
                <button
                  key={mark.id}
                  type="button"
                  className={classes.mark}
                  style={{ left: `min(${place * 100}%, 100% - 26px)` }}
                  title={mark.note ?? mark.name}
                  aria-label={mark.name}
                  onClick={() => onMark(mark)}
                >
                  <Icon size={15} aria-hidden />
                  {room >= MARK_WIDTH && <span className={classes.markName}>{mark.name}</span>}
                </button>
              )
            })}
            {erasures.map(({ erasure, place }) => {
              const words = t('erase.onTimeline', {
                by: erasure.by.name,
                when: formatTime(Date.parse(erasure.at)),
              })
              return (
                <button
                  key={erasure.id}
                  type="button"
                  className={`${classes.mark ?? ''} ${classes.erasure ?? ''}`}
                  style={{ left: `min(${place * 100}%, 100% - 26px)` }}
                  title={words}
                  aria-label={words}
                  onClick={() => onErasure(erasure)}
                >
                  <IconEraser size={15} aria-hidden />
                </button>
              )
            })}
          </div>
        </div>
      )}
    </div>
  )
}
