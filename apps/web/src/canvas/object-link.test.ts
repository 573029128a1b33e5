import { expect, test } from 'vitest'
import { linkToObject, objectIn, objectOf } from './object-link.ts'

const ORIGIN = 'https://boards.example.org'
const BOARD = 'abcdefghijklmnopqrstuv'

test('[fault P4] a copied link leads to its object on the same board, and carries nothing else', () => {
  const link = linkToObject(BOARD, 'box & two', ORIGIN)
  expect(link).toBe(`${ORIGIN}/b/${BOARD}?element=box+%26+two`)
  expect(objectOf(link, BOARD, ORIGIN)).toBe('box & two')
})

test.each([
  [`/b/${BOARD}?element=boxtwo`, 'boxtwo'],
  [`/b/${BOARD}/?element=boxtwo`, 'boxtwo'],
  [`${ORIGIN}/b/${BOARD}?groupId=group`, 'group'],
  [`${ORIGIN}/b/${BOARD}?other=1&element=boxtwo#k=key`, 'boxtwo'],
  [`${ORIGIN}/b/${BOARD}`, undefined],
  [`${ORIGIN}/b/${BOARD}?element=`, undefined],
  [`${ORIGIN}/b/another-board?element=boxtwo`, undefined],
  [`${ORIGIN}/b/${BOARD}/replay?element=boxtwo`, undefined],
  [`https://elsewhere.example/b/${BOARD}?element=boxtwo`, undefined],
  [`//elsewhere.example/b/${BOARD}?element=boxtwo`, undefined],
  ['https://', undefined],
  [null, undefined],
])('[fault P4] %j leads to the object %j', (link, object) => {
  expect(objectOf(link, BOARD, ORIGIN)).toBe(object)
})

test('an address without an object names none', () => {
  expect(objectIn(new URLSearchParams('at=3'))).toBeUndefined()
})
