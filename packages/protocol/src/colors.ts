/**
 * The colours a person can have. White text is readable on each (contrast 4.5 or more), and no two neighbours are
 * alike to the colour-blind eye.
 */
export const PERSON_COLORS = [
  '#c2255c',
  '#1864ab',
  '#256f35',
  '#862e9c',
  '#b3460b',
  '#0b7285',
  '#5f3dc4',
  '#5c6b00',
  '#a61e4d',
  '#364fc7',
] as const

/** The colour for a new person. `random` is a number in [0, 1). */
export function pickColor(random: number): string {
  return PERSON_COLORS[Math.floor(random * PERSON_COLORS.length)] ?? PERSON_COLORS[0]
}
