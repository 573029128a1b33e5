import { expect, test } from 'vitest'
import { ServerClock } from './server-clock.ts'

test('a clock that is wrong by an hour is put right by the fastest answer', () => {
  let now = 1_000_000
  const server = () => now + 3_600_000
  const clock = new ServerClock(() => now)
  expect(clock.now()).toBe(now)
  const ask = (there: number, back: number) => {
    const asked = now
    now += there
    const told = server()
    now += back
    clock.told(told, { asked, answered: now })
  }
  ask(500, 20)
  ask(4, 6)
  ask(10, 300)
  expect(Math.abs(clock.now() - server())).toBeLessThanOrEqual(5)
})

test('what was said long ago is forgotten, however fast it was: clocks drift', () => {
  let now = 0
  const clock = new ServerClock(() => now)
  clock.told(0, { asked: 0, answered: 0 })
  for (let i = 0; i < 8; i++) {
    now += 1000
    clock.told(now + 77, { asked: now, answered: now })
  }
  expect(clock.now()).toBe(now + 77)
})

test('when this machine’s clock is set anew, the first answer after it counts, however fast those before it were', () => {
  let now = 1_000_000
  let server = 1_000_000
  const clock = new ServerClock(() => now)
  clock.told(server, { asked: now, answered: now + 1 })
  now += 3_600_000
  server += 1000
  clock.told(server, { asked: now - 20, answered: now + 20 })
  expect(clock.now()).toBe(server)
})

test('an answer that was long on the way does not displace a fast one that it does not contradict', () => {
  const clock = new ServerClock(() => 0)
  expect(clock.offset).toBe(null)
  clock.told(500, { asked: 0, answered: 2 })
  clock.told(900, { asked: 0, answered: 1000 })
  expect(clock.offset).toBe(499)
})
