import { nameSchema, titleSchema } from '@gamelan/protocol/http/boards'
import { TITLE_LENGTH } from '@gamelan/protocol/limits'
import { expect, test } from 'vitest'
import { lineFault } from './line-fault.ts'

test.each([
  ['Checkout', null],
  ['  Checkout  ', null],
  ['', 'missing'],
  ['   ', 'missing'],
  ['x'.repeat(TITLE_LENGTH), null],
  ['x'.repeat(TITLE_LENGTH + 1), 'tooLong'],
  ['x'.repeat(10_000), 'tooLong'],
  ['Check\tout', 'notALine'],
])('of the title %j is wrong: %j', (text, fault) => {
  expect(lineFault(titleSchema, text)).toBe(fault)
})

test('a tab that was pasted into a name is not called too long', () => {
  expect(lineFault(nameSchema, 'Kim\tLee')).toBe('notALine')
})
