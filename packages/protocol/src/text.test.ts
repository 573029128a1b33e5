/** The one schema for text that people write, and links that they type. */
import { expect, test } from 'vitest'
import { bookmarkSchema, nameMomentSchema } from './http/history.ts'
import { nameSchema, participantSchema, titleSchema } from './http/boards.ts'
import { webLink } from './link.ts'
import { commandSchema } from './session/commands.ts'
import { sessionEventSchema } from './session/session.ts'
import { linkSchema } from './session/wheel.ts'
import { linesTextSchema } from './text.ts'

const INVISIBLE = ['\u200b', '\u3164', '\u115f\u1160', '\uffa0', '\u2800', '\ufe0f', '\u200d\u200c', '\u00ad', '\u2060\ufeff', '\u202e', '\u0301', ' \u00a0 '] // prettier-ignore

test.each(INVISIBLE)('[fault V22] %j is no name, title, theme or bookmark', (text) => {
  for (const schema of [nameSchema, titleSchema]) expect(schema.safeParse(text).success).toBe(false)
  expect(nameMomentSchema.safeParse({ name: text }).success).toBe(false)
  expect(bookmarkSchema.parse({ kind: 'surprise', name: text, note: text })).toMatchObject({
    name: '',
    note: '',
  })
  const theme = { theme: text, who: '', what: '', where: '', plain: '' }
  const command = { id: 'A'.repeat(22), type: 'add-theme' }
  expect(commandSchema.safeParse({ ...command, text: theme }).success).toBe(false)
  expect(commandSchema.safeParse({ ...command, text: { ...theme, theme: 'x' } }).success).toBe(true)
})

test('[fault V22] direction marks go from names, notes and questions, and letters get one form', () => {
  expect(nameSchema.parse('\u202eA\u0301da\u200f ')).toBe('\u00c1da')
  expect(nameMomentSchema.parse({ name: 'a\u202eb', note: '\u2066note\u2069' })).toEqual({
    name: 'ab',
    note: 'note',
  })
  expect(linesTextSchema.parse('one\r\ntwo\u200e')).toBe('one\ntwo')
})

test('names that people have stay as they are', () => {
  for (const name of ['نوید', 'עִבְרִית', 'नीना', 'Kim 👩‍🔬', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '한', '山田', 'می‌خواهم']) {
    expect(nameSchema.parse(name)).toBe(name.normalize('NFC'))
  }
})

test('[fault V22] what was stored before is still read', () => {
  const stored = { id: 'A'.repeat(22), name: '\u3164', color: '#1864ab' }
  expect(participantSchema.parse(stored)).toEqual(stored)
  const id = 'B'.repeat(22)
  const text = { theme: '\u3164', who: '', what: '', where: '', plain: '' }
  const event = { seq: 1, at: 0, by: 'A'.repeat(22), type: 'theme-added', data: { id, text } }
  expect(sessionEventSchema.safeParse(event).success).toBe(true)
})

test('[fault V22] an error says what is wrong', () => {
  expect(nameSchema.safeParse('\u3164').error?.issues[0]?.message).toContain('can be seen')
  expect(nameSchema.safeParse('x'.repeat(1000)).error?.issues[0]?.message).toContain('at most')
})

test.each([
  ['https://a.example', 'https://a.example/'],
  ['HTTPS://A.example/\u202egpj', 'https://a.example/gpj'],
  ['mailto:a@b.example', 'mailto:a@b.example'],
])('[fault V22] the link %j becomes %j', (typed, stored) => {
  expect(linkSchema.parse(typed)).toBe(stored)
})

test.each([
  'https://bank.example@evil.example/',
  'https://a:b@c.example',
  'javascript:alert(1)',
  'ftp://a.example',
  '//a.example',
  'a',
])('[fault V22] the link %j is refused', (typed) => {
  expect(linkSchema.safeParse(typed).success).toBe(false)
  expect(webLink(typed)).toBeUndefined()
})
