import { expect, test } from 'vitest'
import { keyFrom } from './link-key.ts'

const KEY = 'AbCdEfGhIjKlMnOpQrStUvWxYz01-_89'

test.each([
  [`#k=${KEY}`, KEY],
  [`#other=1&k=${KEY}`, KEY],
  ['', null],
  ['#', null],
  ['#k=', null],
  ['#k=tooshort', null],
  [`#k=${KEY}x`, null],
  [`#k=${KEY.slice(1)}/`, null],
])('the key in %j is %j', (hash, expected) => {
  expect(keyFrom(hash)).toBe(expected)
})
