import { expect, test } from 'vitest'
import { originAllowed } from './origin.ts'

const here = { publicUrl: 'https://boards.example.org', host: 'localhost:3000' }

test.each([undefined, 'https://boards.example.org', 'http://localhost:3000', 'https://localhost:3000'])(
  '[A5] %s may call',
  (origin) => {
    expect(originAllowed(origin, here)).toBe(true)
  },
)

test.each([
  'null',
  '',
  'http://boards.example.org',
  'https://boards.example.org.evil.example',
  'http://localhost:3001',
  'http://localhost',
  'file://localhost:3000',
  'not an address',
])('[A5] %j may not', (origin) => {
  expect(originAllowed(origin, here)).toBe(false)
})

test('[A5] a Host that carries its default port is the same host', () => {
  expect(originAllowed('https://a.example', { publicUrl: undefined, host: 'A.example:443' })).toBe(true)
  expect(originAllowed('http://a.example', { publicUrl: undefined, host: 'a.example:443' })).toBe(false)
})
