/** Chance that comes out the same for the same seed. Must never read a clock or `Math.random`. */

/** In [0, 1). */
export type Random = () => number

/** Mulberry32: 32 bits of state, good enough to spread coordinates. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number in [least, most]. */
export function integer(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1))
}

export function pick<T>(random: Random, ...choices: readonly [T, ...T[]]): T {
  return choices[integer(random, 0, choices.length - 1)] ?? choices[0]
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

/** An id of the length and alphabet of Excalidraw's. */
export function newId(random: Random): string {
  let id = ''
  for (let i = 0; i < 21; i++) id += LETTERS.charAt(integer(random, 0, LETTERS.length - 1))
  return id
}
