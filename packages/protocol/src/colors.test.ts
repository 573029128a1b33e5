import { expect, test } from 'vitest'
import { PERSON_COLORS, pickColor } from './colors.ts'

test('ten who come one after the other have ten colours, and the eleventh one of them', () => {
  for (const random of [0, 0.37, 0.999]) {
    const taken: string[] = []
    while (taken.length < PERSON_COLORS.length) taken.push(pickColor(random, taken))
    expect(new Set(taken).size).toBe(PERSON_COLORS.length)
    expect(PERSON_COLORS).toContain(pickColor(random, taken))
  }
})

test('a colour of somebody’s own choice takes none of these', () => {
  expect(pickColor(0, ['#123456', '#123456'])).toBe(PERSON_COLORS[0])
})
