import { applyToTimer, type Timer } from '@gamelan/protocol/session/timer'
import { describe, expect, test } from 'vitest'
import { ServerClock } from '../../session/server-clock.ts'
import { digits, timerShown } from './timer-shown.ts'

const start = 1_700_000_000_000
const timer: Timer = { endsAt: start + 60_000, total: 60_000, left: null }

describe('the timer', () => {
  test('counts whole seconds, the one that has begun too, and says when the next is due', () => {
    expect(timerShown(timer, start)).toEqual({ phase: 'running', seconds: 60, until: 1000 })
    expect(timerShown(timer, start + 1)).toEqual({ phase: 'running', seconds: 60, until: 999 })
    expect(timerShown(timer, start + 999)).toMatchObject({ seconds: 60, until: 1 })
    expect(timerShown(timer, start + 1000)).toMatchObject({ seconds: 59, until: 1000 })
    expect(timerShown(timer, start + 59_999)).toMatchObject({ phase: 'running', seconds: 1, until: 1 })
  })

  test('is over at its end, and long after it', () => {
    const over = { phase: 'over', seconds: 0, until: null }
    expect(timerShown(timer, start + 60_000)).toEqual(over)
    expect(timerShown(timer, start + 3_600_000)).toEqual(over)
  })

  test('stands while it is held, whatever the time', () => {
    const held = { ...timer, left: 12_300 }
    for (const now of [start, start + 3_600_000]) {
      expect(timerShown(held, now)).toEqual({ phase: 'held', seconds: 13, until: null })
    }
  })

  test('changes its digits within 100 ms on machines whose clocks are wrong by hours', () => {
    let real = start
    const clocks = [-7_200_000, 0, 3_600_000].map((wrong, i) => {
      const clock = new ServerClock(() => real + wrong)
      // On the way there 60 ms and more, back none: as lopsided as a line can be.
      const took = 60 * (i + 1)
      clock.told(real, { asked: real + wrong - took, answered: real + wrong })
      return clock
    })
    /** When the digits change, by a clock that is right, in milliseconds after the start. */
    const changes = clocks.map((clock) => {
      const at: number[] = []
      let before = 0
      for (real = start + 300; real < start + 5500; real++) {
        const { seconds } = timerShown(timer, clock.now())
        if (before !== 0 && seconds !== before) at.push(real - start)
        before = seconds
      }
      return at
    })
    const [first = []] = changes
    expect(first).toHaveLength(5)
    for (const at of changes) {
      expect(Math.max(...at.map((moment, i) => Math.abs(moment - 1000 * (i + 1))))).toBeLessThanOrEqual(100)
    }
  })

  test('is the same for who has reloaded: nothing of it is in the page', () => {
    const again = JSON.parse(JSON.stringify(timer)) as Timer
    expect(timerShown(again, start + 31_000)).toEqual(timerShown(timer, start + 31_000))
  })

  test('with a minute more after its end runs a minute from then', () => {
    const more = applyToTimer(timer, {
      seq: 1,
      by: null,
      at: start + 90_000,
      type: 'time-added',
      data: { minutes: 1 },
    })
    expect(more && timerShown(more, start + 90_000)).toMatchObject({ phase: 'running', seconds: 60 })
  })
})

test('digits', () => {
  expect([0, 5, 65, 599, 3600, 3725].map(digits)).toEqual([
    '0:00',
    '0:05',
    '1:05',
    '9:59',
    '1:00:00',
    '1:02:05',
  ])
})
