/** Where links of a drawing open. */
import { expect, test } from 'vitest'
import { linkPlace } from './open-link.ts'

const PAGE = 'https://board.example/b/one?x=1'

test.each([
  ['//evil.example/x'],
  ['/\\evil.example'],
  ['\\\\evil.example'],
  ['/\t/evil.example'],
  ['/\n\\evil.example'],
  ['java\nscript:alert(1)'],
  ['https://'],
])('[fault V20] [M11] %j opens nothing', (link) => {
  expect(linkPlace(link, PAGE)).toEqual({ kind: 'nothing' })
})

test.each([
  ['https://evil.example/?https://board.example/', 'https://evil.example/?https://board.example/'],
  ['https://board.example.evil.example/b/one', 'https://board.example.evil.example/b/one'],
  ['https://board.example@evil.example/', 'https://board.example@evil.example/'],
  ['http://board.example/b/one', 'http://board.example/b/one'],
  ['/b/two', 'https://board.example/b/two'],
  ['mailto:a@b.example', 'mailto:a@b.example'],
])('[fault V20] [M11] %j opens in a tab of its own', (link, address) => {
  expect(linkPlace(link, PAGE)).toEqual({ kind: 'tab', address })
})

test.each(['?element=e', '#part', '/b/one?element=e', 'https://board.example/b/one'])(
  '%j stays here',
  (link) => {
    expect(linkPlace(link, PAGE)).toEqual({ kind: 'here' })
  },
)
