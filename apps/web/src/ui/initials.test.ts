import { expect, test } from 'vitest'
import { initials } from './initials.ts'

test.each([
  ['Kim', 'K'],
  ['kim de vries', 'KV'],
  ['  Ada   Lovelace ', 'AL'],
  ['jean-luc', 'JL'],
  ['Ömer', 'Ö'],
  ['👩‍🚀 Sam', '👩‍🚀'],
  ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
  ['🇳🇱 Kim', '🇳🇱'],
  ['1️⃣ Kim', '1️⃣'],
  ['❤️ Kim', '❤️'],
  ['Sam 👩‍🚀', 'S'],
  ['Sam Moss 👩‍🚀', 'SM'],
  ['Kim (PO)', 'KP'],
  ['4711 Kim', '4K'],
  ['Kim & !', 'K'],
  ['ßen', 'S'],
  ['李小龙', '李'],
  ['', '?'],
  [' - ', '?'],
])('initials of %j are %j', (name, expected) => {
  expect(initials(name)).toBe(expected)
})
