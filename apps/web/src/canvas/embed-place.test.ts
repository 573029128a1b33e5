import { expect, test } from 'vitest'
import { embedPlace } from './embed-place.ts'

const OWN = 'https://boards.example.org'
const SITES = ['https://player.example.org', OWN]
const kindOf = (link: unknown) => embedPlace(link, SITES, OWN).kind

test('[A7] a site of the list, and no other, becomes a frame', () => {
  expect(embedPlace('https://player.example.org/v/1?t=2', SITES, OWN)).toEqual({
    kind: 'frame',
    address: 'https://player.example.org/v/1?t=2',
    host: 'player.example.org',
  })
  for (const link of [
    'http://player.example.org/',
    'https://player.example.org:8443/',
    'https://player.example.org.evil.example/',
    'https://player.example.org@evil.example/',
    'https://evil.example/?https://player.example.org',
  ])
    expect([link, kindOf(link)]).toEqual([link, 'link'])
})

test('[A7] our own origin never becomes a frame, listed or not', () => {
  expect(kindOf(`${OWN}/b/x`)).toBe('link')
})

test('[M11] what is no address of the web is not even a link', () => {
  for (const link of [
    'javascript:alert(1)',
    ' JaVa\nScript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://player.example.org/1',
    'mailto:kim@example.org',
    '/b/other',
    '',
    null,
    7,
  ])
    expect([link, kindOf(link)]).toEqual([link, 'nothing'])
})
