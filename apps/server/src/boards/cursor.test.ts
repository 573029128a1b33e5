import { expect, test } from 'vitest'
import { readCursor, writeCursor } from './cursor.ts'

const id = 'abcdefghijklmnopqrstuv'

test('a cursor comes back as it was written', () => {
  const position = { at: new Date('2026-11-23T10:00:00.123Z'), id }
  expect(readCursor(writeCursor(position))).toEqual(position)
})

test.each(['', 'x', `~${id}`, `abc~${id}`, `99999999999999999~${id}`, '5~short'])(
  '%j is no cursor',
  (cursor) => {
    expect(readCursor(cursor)).toBeUndefined()
  },
)
