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

/**
 * The colour for a new person: one of those that fewest have.
 * @param random in [0, 1)
 * @param taken the colours of those whom they join, each as often as it is there
 */
export function pickColor(random: number, taken: readonly string[] = []): string {
  const timesTaken = (color: string) => taken.filter((other) => other === color).length
  const least = Math.min(...PERSON_COLORS.map(timesTaken))
  const free = PERSON_COLORS.filter((color) => timesTaken(color) === least)
  return free[Math.floor(random * free.length)] ?? PERSON_COLORS[0]
}
