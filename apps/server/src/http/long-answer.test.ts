import { expect, test } from 'vitest'
import { createFakeClock } from '../clock.fake.ts'
import { GamelanError } from '../errors.ts'
import { whileGranted } from './long-answer.ts'

/** An answer of so many pieces, each of which takes a while, and what of it was sent. */
async function sent({ pieces, takes, endsAt }: { pieces: number; takes: number; endsAt: number }) {
  const clock = createFakeClock()
  async function* slow() {
    for (let i = 1; i <= pieces; i++) {
      clock.advance(takes)
      yield await Promise.resolve(i)
    }
  }
  let asked = 0
  const stillMay = () => {
    asked += 1
    return clock.elapsed() < endsAt
      ? Promise.resolve()
      : Promise.reject(new GamelanError('forbidden-or-unknown'))
  }
  const got: number[] = []
  let code: string | undefined
  try {
    for await (const piece of whileGranted(slow(), { clock, stillMay })) got.push(piece)
  } catch (error) {
    code = error instanceof GamelanError ? error.code : 'another'
  }
  return { got, asked, code }
}

test('[fault V5] [A4] a long answer breaks off within a second of the end of access', async () => {
  const { got, code } = await sent({ pieces: 20, takes: 200, endsAt: 1000 })
  expect(code).toBe('forbidden-or-unknown')
  expect(got.length * 200).toBeLessThan(1000 + 1000)
})

test('it goes on while access holds, and asks now and then', async () => {
  const { got, asked, code } = await sent({ pieces: 20, takes: 200, endsAt: Infinity })
  expect([got.length, code]).toEqual([20, undefined])
  expect(asked).toBeGreaterThan(3)
  expect(asked).toBeLessThan(10)
})
