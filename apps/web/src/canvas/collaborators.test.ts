import { PERSON_COLORS } from '@gamelan/protocol/colors'
import { expect, test } from 'vitest'
import { hueOf, idForHue, toCollaborators } from './collaborators.ts'

test.each([
  ['#ff0000', 0],
  ['#00ff00', 120],
  ['#0000ff', 240],
  ['#ff00ff', 300],
  ['#808080', 0],
])('the hue of %s is %i', (color, hue) => expect(hueOf(color)).toBe(hue))

test('a cursor’s hue in Excalidraw is within five degrees of the person’s colour', () => {
  for (const color of PERSON_COLORS) {
    const id = idForHue(hueOf(color))
    expect(id).toHaveLength(1)
    expect(Math.abs((id.charCodeAt(0) % 37) * 10 - hueOf(color))).toBeLessThanOrEqual(5)
  }
})

test('[S7] others become collaborators, whatever they left unsaid', () => {
  const user = { id: 'a', name: 'Kim', color: '#1864ab', role: 'editor' as const }
  const shown = toCollaborators(
    new Map([
      [7, { user }],
      [
        8,
        {
          user,
          cursor: { x: 1, y: 2, tool: 'laser' as const, down: true },
          selection: ['r1'],
          idle: 'away' as const,
        },
      ],
    ]),
  )
  expect([...shown.keys()]).toEqual(['7', '8'])
  expect([...shown.values()][0]).toMatchObject({
    username: 'Kim',
    userState: 'active',
    selectedElementIds: {},
  })
  expect([...shown.values()][1]).toMatchObject({
    pointer: { x: 1, y: 2, tool: 'laser', laserColor: '#1864ab' },
    button: 'down',
    userState: 'away',
    selectedElementIds: { r1: true },
  })
})
