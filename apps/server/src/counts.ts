/** How many sockets somebody has open, by a name: an address, or a visitor. Pure. */

export type Counts = {
  /** Counts one more; false: there are as many as there may be, and it was not counted. */
  take(name: string): boolean
  /** One that was counted has gone. */
  release(name: string): void
}

export function createCounts(most: number): Counts {
  const counts = new Map<string, number>()
  return {
    take(name) {
      const count = counts.get(name) ?? 0
      if (count >= most) return false
      counts.set(name, count + 1)
      return true
    },
    release(name) {
      const count = counts.get(name) ?? 0
      if (count > 1) counts.set(name, count - 1)
      else counts.delete(name)
    },
  }
}
