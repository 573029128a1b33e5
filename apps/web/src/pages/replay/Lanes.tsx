/**
 * What stands still on the timeline: the ruler, the lanes and the cuts. Apart, since the place in the film moves many times
 * a second, and a lane is hundreds of bars.
 */
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Film } from '../../replay/film.ts'
import type { Lane, PlacedMilestone } from '../../replay/history-view.ts'
import { lengthOf } from '../../replay/words-of-time.ts'
import { SessionLane } from './SessionLane.tsx'
import classes from './Timeline.module.css'

/** A cut that is shorter than this needs no words, in milliseconds. */
const WORTH_WORDS = 60_000
/** The least distance between two labels of the ruler, in pixels. */
const LABEL_WIDTH = 88
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

export const Lanes = memo(function Lanes({
  film,
  lanes,
  milestones,
  width,
  lit,
  formatTime,
  onLight,
}: {
  film: Film
  lanes: readonly Lane[]
  milestones: readonly PlacedMilestone[]
  /** Of the strips, in pixels. */
  width: number
  lit: string | null
  formatTime: (wall: number) => string
  onLight: (author: string | null) => void
}) {
  const { t } = useTranslation()
  return (
    <>
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
    </>
  )
})

export const Cuts = memo(function Cuts({ film }: { film: Film }) {
  return (
    <>
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
    </>
  )
})
