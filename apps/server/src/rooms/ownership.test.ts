import { expect, test } from 'vitest'
import { OWNER_PATIENCE } from '../limits.ts'
import { createOwnerships, type Claimant } from './ownership.ts'

const SERVER = 99
const visitor = (owner: string): Claimant => ({ owner, isProgram: false })
const program = (owner: string): Claimant => ({ owner, isProgram: true })

function setUp(...here: Claimant[]) {
  const ids = createOwnerships(
    () => SERVER,
    (client) => client < 50,
  )
  for (const claimant of here) {
    ids.join(claimant, 0)
    ids.settle(claimant)
  }
  return ids
}

test('[S5] an id belongs to whoever first uses it, on all connections of a visitor', () => {
  const [kim, kimsOtherTab, lee] = [visitor('kim'), visitor('kim'), visitor('lee')]
  const ids = setUp(kim, kimsOtherTab, lee)
  expect(ids.mayExtend(7, lee, 'update', 0)).toBe('yes')
  ids.claim(7, kim)
  ids.claim(7, lee)
  expect(ids.mayExtend(7, kim, 'update', 0)).toBe('yes')
  expect(ids.mayExtend(7, kimsOtherTab, 'update', 0)).toBe('yes')
  expect(ids.mayExtend(7, lee, 'update', 0)).toBe('no')
  expect(ids.mayExtend(7, lee, 'step2', 0)).toBe('no')
})

test('[S5] of an owner who is away, step 2 alone brings more, and the id stays theirs', () => {
  const [kim, lee] = [visitor('kim'), visitor('lee')]
  const ids = setUp(kim, lee)
  ids.claim(7, kim)
  ids.leave(kim)
  expect(ids.mayExtend(7, lee, 'step2', 0)).toBe('yes')
  expect(ids.mayExtend(7, lee, 'update', 0)).toBe('gap')
  ids.claim(7, lee)
  ids.join(kim, 0)
  expect(ids.mayExtend(7, kim, 'update', 0)).toBe('yes')
})

test('[S5] what is under the id of one who is here and has not brought their own is left out for now', () => {
  const [kim, lee] = [visitor('kim'), visitor('lee')]
  const ids = setUp(lee)
  ids.join(kim, 1000)
  ids.claim(7, kim)
  expect(ids.mayExtend(7, lee, 'step2', 1000)).toBe('cut')
  expect(ids.mayExtend(7, lee, 'step2', 1000 + OWNER_PATIENCE)).toBe('cut')
  expect(ids.mayExtend(7, lee, 'step2', 1001 + OWNER_PATIENCE)).toBe('yes')
  expect(ids.settle(kim)).toBe(true)
  expect(ids.settle(kim)).toBe(false)
  expect(ids.mayExtend(7, lee, 'step2', 1000)).toBe('no')
})

test('[S5] an id of a program passes on when its connection ends, or does not answer', () => {
  const [a, b] = [program('connection a'), program('connection b')]
  const ids = setUp(a, b)
  ids.claim(7, a)
  expect(ids.mayExtend(7, b, 'update', 0)).toBe('no')
  expect(ids.program(7)).toBe(a)
  ids.forfeit(a)
  expect(ids.mayExtend(7, b, 'update', 0)).toBe('yes')
  ids.claim(7, b)
  ids.leave(b)
  expect(ids.mayExtend(7, a, 'update', 0)).toBe('yes')
})

test('[S5] nobody writes under the id of the server', () => {
  const kim = visitor('kim')
  const ids = setUp(kim)
  ids.claim(SERVER, kim)
  expect(ids.mayExtend(SERVER, kim, 'update', 0)).toBe('no')
  expect(ids.mayExtend(SERVER, kim, 'step2', 0)).toBe('no')
})

test('[A6] those who come and go without drawing leave nothing behind', () => {
  const [kim, lee] = [visitor('kim'), visitor('lee')]
  const ids = setUp(kim)
  ids.claim(60, kim)
  ids.leave(kim)
  expect(ids.mayExtend(60, lee, 'update', 0)).toBe('yes')
})
