/**
 * The timeline: who drew when, in a lane each, the marks above, and where one is. It is dragged anywhere; the lanes'
 * names light one person's hand.
 */
import type { Erasure, Mark } from '@gamelan/protocol/http/history'
import { useCallbackRef } from '@mantine/hooks'
import type { PointerEvent } from 'react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Film } from '../../replay/film.ts'
import type { Lane, PlacedErasure, PlacedMark, PlacedMilestone } from '../../replay/history-view.ts'
import { Cuts, Lanes } from './Lanes.tsx'
import { Marks } from './Marks.tsx'
import classes from './Timeline.module.css'

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
        <Lanes
          film={film}
          lanes={lanes}
          milestones={milestones}
          width={width}
          lit={lit}
          formatTime={formatTime}
          onLight={onLight}
        />
        <div className={classes.overlay} aria-hidden>
          <Cuts film={film} />
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
      <Marks
        boardId={boardId}
        marks={marks}
        erasures={erasures}
        milestones={milestones}
        width={width}
        formatTime={formatTime}
        onMark={useCallbackRef(onMark)}
        onErasure={useCallbackRef(onErasure)}
        onPlace={useCallbackRef((place: number) => onDrag(place * film.length))}
      />
    </div>
  )
}
