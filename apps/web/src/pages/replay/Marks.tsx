/**
 * The marks under the timeline: what the session did, and the moments that somebody kept, or erased. Each leads to where it
 * is. Must not depend on where the film stands.
 */
import type { Erasure, Mark } from '@gamelan/protocol/http/history'
import { IconEraser } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlacedErasure, PlacedMark, PlacedMilestone } from '../../replay/history-view.ts'
import { MARK_ICONS } from '../moments/mark-icons.ts'
import { SessionMarks } from './SessionLane.tsx'
import classes from './Timeline.module.css'

/** The least distance between two marks with their names, in pixels. */
const MARK_WIDTH = 120

export const Marks = memo(function Marks({
  boardId,
  marks,
  erasures,
  milestones,
  width,
  formatTime,
  onMark,
  onErasure,
  onPlace,
}: {
  boardId: string
  marks: readonly PlacedMark[]
  erasures: readonly PlacedErasure[]
  milestones: readonly PlacedMilestone[]
  /** Of the strips, in pixels. */
  width: number
  formatTime: (wall: number) => string
  onMark: (mark: Mark) => void
  onErasure: (erasure: Erasure) => void
  /** A place of the timeline, from 0 to 1. */
  onPlace: (place: number) => void
}) {
  const { t } = useTranslation()
  return (
    <>
      <SessionMarks
        boardId={boardId}
        milestones={milestones}
        width={width}
        formatTime={formatTime}
        onPlace={onPlace}
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
    </>
  )
})
