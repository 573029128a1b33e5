import { expect, test } from 'vitest'
import { toLasers } from './lasers.ts'

test('[S7] only those who hold a laser pointer are Excalidraw’s to show, in their own colour', () => {
  const user = { id: 'a', name: 'Kim', color: '#1864ab', role: 'editor' as const }
  const lasers = toLasers(
    new Map([
      [7, { user }],
      [8, { user, cursor: { x: 1, y: 2, tool: 'pointer' as const, down: true } }],
      [9, { user, cursor: { x: 1, y: 2, tool: 'laser' as const, down: true } }],
    ]),
  )
  expect([...lasers]).toEqual([
    [
      '9',
      {
        username: 'Kim',
        pointer: { x: 1, y: 2, tool: 'laser', renderCursor: false, laserColor: '#1864ab' },
        button: 'down',
      },
    ],
  ])
})
