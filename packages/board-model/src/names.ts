/** Names that must differ: each is given once, and one that is taken gets a number behind it. */
import { isId } from './element.ts'
import { MAX_ID_LENGTH } from './limits.ts'

/** Room for the number. */
const SUFFIX_LENGTH = 8

export class UniqueNames {
  readonly #taken = new Set<string>()
  /** By wanted name, the number to try next: a file of ten thousand equal ids costs ten thousand steps. */
  readonly #next = new Map<string, number>()

  /** A name that was not taken before: the wanted one if it can be. What is no id becomes one. */
  take(wanted: unknown): string {
    const name = isId(wanted) ? wanted : 'element'
    let free = name
    for (let n = this.#next.get(name) ?? 2; this.#taken.has(free); n++) {
      free = `${name.slice(0, MAX_ID_LENGTH - SUFFIX_LENGTH)}~${n}`
      this.#next.set(name, n + 1)
    }
    this.#taken.add(free)
    return free
  }
}
