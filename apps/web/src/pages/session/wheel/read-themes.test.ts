import { SESSION_THEMES } from '@gamelan/protocol/limits'
import { expect, test } from 'vitest'
import { readThemes, writeThemes } from './read-themes.ts'

const DNS = { theme: 'DNS', who: 'Who?', what: 'What?', where: 'Where?', plain: 'Names' }
const CERT = { theme: 'Cert', who: '', what: '', where: '', plain: '' }
const read = (json: unknown) => readThemes(JSON.stringify(json))

test('a list is taken, and one that an object holds as its wheel', () => {
  expect(read([DNS, CERT])).toEqual({ ok: true, themes: [DNS, CERT] })
  expect(read({ note: 'ours', wheel: [{ ...DNS, more: 1 }], turns: [] })).toEqual({ ok: true, themes: [DNS] })
})

test('what is written is read again', () => {
  const themes = [DNS, CERT].map((text, i) => ({ ...text, id: `t${i}`, lap: 3 }))
  expect(readThemes(writeThemes(themes))).toEqual({ ok: true, themes: [DNS, CERT] })
})

test.each([
  ['no JSON', '[{', { kind: 'notJson' }],
  ['a number', '7', { kind: 'noList' }],
  ['an object without a wheel', '{"themes": []}', { kind: 'noList' }],
  ['no themes', '[]', { kind: 'empty' }],
  ['a word among them', JSON.stringify([DNS, 'Cert']), { kind: 'notATheme', place: 2 }],
  ['null among them', JSON.stringify([null]), { kind: 'notATheme', place: 1 }],
  [
    'no question',
    JSON.stringify([DNS, { ...CERT, where: undefined }]),
    { kind: 'missing', place: 2, field: 'where' },
  ],
  ['no name', JSON.stringify([{ ...DNS, theme: ' ' }]), { kind: 'missing', place: 1, field: 'theme' }],
  [
    'a question too long',
    JSON.stringify([{ ...DNS, who: 'x'.repeat(501) }]),
    { kind: 'tooLong', place: 1, field: 'who' },
  ],
  [
    'a number for a question',
    JSON.stringify([{ ...DNS, what: 3 }]),
    { kind: 'notText', place: 1, field: 'what' },
  ],
  [
    'two lines in one',
    JSON.stringify([{ ...DNS, plain: 'a\nb' }]),
    { kind: 'notText', place: 1, field: 'plain' },
  ],
  ['a name twice', JSON.stringify([DNS, CERT, DNS]), { kind: 'twice', place: 3, name: 'DNS' }],
])('%s is said to be so', (_what, text, fault) => {
  expect(readThemes(text)).toEqual({ ok: false, fault })
})

test('[A6] no more are taken than a session holds', () => {
  const many = Array.from({ length: SESSION_THEMES + 1 }, (_, i) => ({ ...DNS, theme: `T${i}` }))
  expect(read(many)).toEqual({ ok: false, fault: { kind: 'tooMany' } })
  expect(read(many.slice(1))).toMatchObject({ ok: true })
})
