import { PERSON_COLORS } from '@gamelan/protocol/colors'
import { DEFAULT_THEME, defaultVariantColorsResolver, mergeMantineTheme } from '@mantine/core'
import { describe, expect, test } from 'vitest'
import { DANGER, cssVariables, theme } from './theme.ts'

/** WCAG 2's relative luminance of `#rrggbb`. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const merged = mergeMantineTheme(DEFAULT_THEME, theme)
const shade = (name: 'bronze' | 'gray' | 'dark', index: number): string => merged.colors[name]?.[index] ?? ''

describe.each([
  { scheme: 'light', dimmed: shade('gray', 6), filled: shade('bronze', 7) },
  { scheme: 'dark', dimmed: shade('dark', 2), filled: shade('bronze', 6) },
] as const)('the $scheme scheme', ({ scheme, dimmed, filled }) => {
  const variables: Readonly<Record<string, string>> = { ...cssVariables(merged)[scheme] }
  const variable = (name: string): string => variables[name] ?? ''
  const grounds = [variable('--mantine-color-body'), variable('--gamelan-sheet')]
  const inks = [
    dimmed,
    variable('--mantine-color-text'),
    variable('--mantine-color-error'),
    variable('--mantine-color-placeholder'),
    variable('--gamelan-accent-text'),
    variable('--gamelan-good'),
    variable('--gamelan-warn'),
  ]

  test.each(grounds.flatMap((ground) => inks.map((ink) => [ink, ground])))(
    '%s on %s can be read',
    (ink, ground) => {
      expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5)
    },
  )

  test('a button says what it does readably', () => {
    expect(contrast(merged.white, filled)).toBeGreaterThanOrEqual(4.5)
  })
})

test('a button that takes something away can be read, and grows no lighter under the pointer', () => {
  const { hover } = defaultVariantColorsResolver({ color: DANGER, theme: merged, variant: 'filled' })
  const [r = '', g = '', b = ''] = hover.match(/\d+/g) ?? []
  const hex = [r, g, b].map((part) => Number(part).toString(16).padStart(2, '0')).join('')
  for (const ground of [DANGER, `#${hex}`]) expect(contrast(merged.white, ground)).toBeGreaterThanOrEqual(6)
})

test.each([...PERSON_COLORS])('initials on %s can be read', (color) => {
  expect(contrast('#ffffff', color)).toBeGreaterThanOrEqual(4.5)
})
