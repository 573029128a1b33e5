/**
 * The marks under the timeline: what the session did, and the moments that somebody kept, or erased. Each leads to where it
 * is, and none covers another. Must not depend on where the film stands.
 */
import type { Erasure, Mark } from '@gamelan/protocol/http/history'
import { IconEraser } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlacedErasure, PlacedMark, PlacedMilestone } from '../../replay/history-view.ts'
import { layOutMarks } from '../../replay/mark-places.ts'
import { MARK_ICONS } from '../moments/mark-icons.ts'
import { markName } from '../moments/mark-name.ts'
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
  const all = [...marks, ...erasures].toSorted((a, b) => a.place - b.place)
  const lefts = layOutMarks(
    all.map(({ place }) => place),
    width,
  )
  return (
    <>
      <SessionMarks
        boardId={boardId}
        milestones={milestones}
        width={width}
        formatTime={formatTime}
        onPlace={onPlace}
      />
      {all.length > 0 && (
        <div className={classes.row}>
          <span />
          <div className={classes.marks}>
            {all.map((placed, i) => {
              const left = lefts[i] ?? 0
              if ('erasure' in placed) {
                const { erasure } = placed
                const words = t('erase.onTimeline', {
                  by: erasure.by.name,
                  when: formatTime(Date.parse(erasure.at)),
                })
                return (
                  <button
                    key={erasure.id}
                    type="button"
                    className={`${classes.mark ?? ''} ${classes.erasure ?? ''}`}
                    style={{ left }}
                    title={words}
                    aria-label={words}
                    onClick={() => onErasure(erasure)}
                  >
                    <IconEraser size={15} aria-hidden />
                  </button>
                )
              }
              const { mark } = placed
              const Icon = MARK_ICONS[mark.kind]
              const name = markName(t, mark)
              return (
                <button
                  key={mark.id}
                  type="button"
                  className={classes.mark}
                  style={{ left }}
                  title={mark.note ?? name}
                  aria-label={name}
                  onClick={() => onMark(mark)}
                >
                  <Icon size={15} aria-hidden />
                  {(lefts[i + 1] ?? width) - left >= MARK_WIDTH && (
                    <span className={classes.markName}>{name}</span>
                  )}
                </button>
              )
            })}
          </div>
        </div>
      )}
    </>
  )
})
