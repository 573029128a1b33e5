import type { Mark, Milestone } from '@gamelan/protocol/http/history'
import { describe, expect, test } from 'vitest'
import { filmOf } from './film.ts'
import { stopBeside, type PlacedMark, type PlacedMilestone } from './history-view.ts'

/** Ten seconds in which somebody draws all the time. */
const film = filmOf({ every: 1000, cells: Array.from({ length: 10 }, (_, i) => [i, 0, 1, i + 1]) }, 0)
const share = (seconds: number) => (seconds * 1000) / film.length

const mark = (seq: number): PlacedMark => {
  const made: Mark = {
    id: String(seq),
    kind: 'snapshot',
    seq,
    at: '',
    name: '',
    note: null,
    by: { id: '', name: '' },
  }
  return { mark: made, place: share(seq) }
}
const round = (seconds: number): PlacedMilestone => {
  const milestone: Milestone = { kind: 'round', at: seconds * 1000, until: null, board: '', question: '' }
  return { milestone, place: share(seconds), end: 1 }
}

describe('the next stop', () => {
  const stops = { marks: [mark(2), mark(6)], milestones: [round(4), round(8)] }
  const walk = (by: 1 | -1, from: { seq: number; position: number }) => {
    const seconds: number[] = []
    for (let at = from; ;) {
      const stop = stopBeside(stops, at, film, by)
      if (stop === undefined) return seconds
      const position = 'seq' in stop ? stop.seq * 1000 : stop.position
      // What is shown at a place of the film is the last change before it.
      at = { seq: Math.floor(position / 1000), position }
      seconds.push(Math.round(position / 1000))
    }
  }

  test('is a mark or something of the session, whichever comes first', () => {
    expect(walk(1, { seq: 0, position: 0 })).toEqual([2, 4, 6, 8])
    expect(walk(-1, { seq: 10, position: 10_000 })).toEqual([8, 6, 4, 2])
  })

  test('there is none behind the last', () => {
    expect(stopBeside({ marks: [], milestones: [] }, { seq: 3, position: 3000 }, film, 1)).toBeUndefined()
  })
})
