/** What comes of what facilitators do with the timer. Pure. */
import { NOTHING, refuse, type Decide } from './decision.ts'

const NONE = refuse('not-now', 'No timer is set.')

export const startTimer: Decide<'start-timer'> = (_state, { minutes }) => [
  { type: 'timer-started', data: { minutes } },
]

export const addTime: Decide<'add-time'> = ({ timer }, { minutes }) =>
  timer === null ? NONE : [{ type: 'time-added', data: { minutes } }]

export const holdTimer: Decide<'hold-timer'> = ({ timer }) => {
  if (timer === null) return NONE
  return timer.left === null ? [{ type: 'timer-held', data: {} }] : NOTHING
}

export const resumeTimer: Decide<'resume-timer'> = ({ timer }) => {
  if (timer === null) return NONE
  return timer.left === null ? NOTHING : [{ type: 'timer-resumed', data: {} }]
}

export const stopTimer: Decide<'stop-timer'> = ({ timer }) =>
  timer === null ? NOTHING : [{ type: 'timer-stopped', data: {} }]
