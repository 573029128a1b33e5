/**
 * What the live session did, on the timeline: the blocks that ran in a lane above the people's, and pivots, turns and
 * private rounds as marks under it. Each mark leads to where it began.
 */
import type { Milestone } from '@gamelan/protocol/http/history'
import { IconArrowFork, IconPencilOff, IconPresentation, IconTargetArrow } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { layOutMarks } from '../../replay/mark-places.ts'
import type { PlacedMilestone } from '../../replay/history-view.ts'
import { milestoneWords } from './milestone-words.ts'
import classes from './Timeline.module.css'

const ICONS = {
  pivot: IconArrowFork,
  turn: IconTargetArrow,
  round: IconPencilOff,
} as const satisfies Record<Exclude<Milestone['kind'], 'block'>, typeof IconArrowFork>

/** The least room in which a mark has its words beside it, in pixels. */
const MARK_WIDTH = 120

function shortWords(milestone: Milestone): string {
  switch (milestone.kind) {
    case 'block':
      return milestone.title
    case 'pivot':
      return milestone.reason
    case 'turn':
      return `${milestone.person.name}: ${milestone.theme}`
    case 'round':
      return milestone.question
  }
}

/** The blocks, from where to where each ran. Nothing where none did. */
export function SessionLane({ milestones }: { milestones: readonly PlacedMilestone[] }) {
  const { t } = useTranslation()
  const blocks = milestones.filter(({ milestone }) => milestone.kind === 'block')
  if (blocks.length === 0) return null
  return (
    <div className={classes.row}>
      <span className={classes.sessionName}>
        <IconPresentation size={14} aria-hidden />
        <span className={classes.nameText}>{t('replay.session.lane')}</span>
      </span>
      <ol className={classes.blocks}>
        {blocks.map(({ milestone, place, end }) => (
          <li
            key={milestone.at}
            className={classes.block}
            style={{ left: `${place * 100}%`, width: `max(4px, ${(end - place) * 100}%)` }}
          >
            {shortWords(milestone)}
          </li>
        ))}
      </ol>
    </div>
  )
}

export function SessionMarks({
  boardId,
  milestones,
  width,
  formatTime,
  onPlace,
}: {
  boardId: string
  milestones: readonly PlacedMilestone[]
  /** Of the strips, in pixels. */
  width: number
  formatTime: (wall: number) => string
  /** A place of the timeline, from 0 to 1. */
  onPlace: (place: number) => void
}) {
  const { t } = useTranslation()
  const marks = milestones.flatMap(({ milestone, place }) =>
    milestone.kind === 'block' ? [] : [{ milestone, place }],
  )
  if (marks.length === 0) return null
  const lefts = layOutMarks(
    marks.map(({ place }) => place),
    width,
  )
  return (
    <div className={classes.row}>
      <span />
      <div className={classes.marks}>
        {marks.map(({ milestone, place }, i) => {
          const Icon = ICONS[milestone.kind]
          const left = lefts[i] ?? 0
          const words = `${formatTime(milestone.at)}. ${milestoneWords(t, milestone, boardId)}`
          const room = (lefts[i + 1] ?? width) - left
          return (
            <button
              key={`${milestone.kind} ${milestone.at}`}
              type="button"
              className={classes.mark}
              style={{ left }}
              title={words}
              aria-label={words}
              onClick={() => onPlace(place)}
            >
              <Icon size={15} aria-hidden />
              {room >= MARK_WIDTH && <span className={classes.markName}>{shortWords(milestone)}</span>}
            </button>
          )
        })}
      </div>
    </div>
  )
}
