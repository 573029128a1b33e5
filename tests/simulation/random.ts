/** Seeded choices (mulberry32): the same seed makes the same choices on every machine. Pure. */

export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** From here on the choices of another seed. */
  reset(seed: number): void {
    this.#state = seed | 0
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** One of them, or undefined where there is none. */
  oneOf<T>(choices: readonly T[]): T | undefined {
    return choices[Math.floor(this.next() * choices.length)]
  }

  pick<T>(...choices: readonly [T, ...T[]]): T {
    return this.oneOf(choices) ?? choices[0]
  }
}
