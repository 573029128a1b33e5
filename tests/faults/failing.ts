/**
 * A database that fails once, at a call that the test chooses; else it is the one that it stands before. Must never
 * fail in a way that a real one could not: before it has done anything, or after it has done all, with the answer
 * lost.
 */
import type { Database } from '../../apps/server/src/database/database.ts'

export type Failing = {
  readonly database: Database
  /** From now on the nth call fails, once. 0: none does. */
  failAt(n: number, when: 'before' | 'after'): void
  /** Whether it has failed since then. */
  readonly hasFailed: boolean
}

/** As the driver tells it that the connection has gone. */
class ConnectionLost extends Error {
  readonly code = '08006'
  constructor() {
    super('the connection was lost, as the test wanted it')
  }
}

/** How a query begins. All but `execute` are built up, and asked when they are awaited. */
const BEGINNINGS: ReadonlySet<unknown> = new Set(['execute', 'select', 'insert', 'update', 'delete'])

export function createFailing(database: Database): Failing {
  let [calls, nth] = [0, 0]
  let when: 'before' | 'after' = 'before'
  let hasFailed = false

  /** Counts a call; answers whether its answer is to be lost. Throws where it is not to be made at all. */
  function count(): boolean {
    calls += 1
    if (calls !== nth) return false
    hasFailed = true
    if (when === 'before') throw new ConnectionLost()
    return true
  }

  const queries = new Proxy(database.queries, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      if (typeof value !== 'function' || !BEGINNINGS.has(name)) return value
      return (...args: unknown[]) => {
        const isLost = count()
        const query = Reflect.apply(value, target, args) as unknown
        // What only reads and what is built up has done nothing that would differ.
        if (isLost && name !== 'execute') throw new ConnectionLost()
        return isLost ? lose(query as Promise<unknown>) : query
      }
    },
  })

  async function lose(work: Promise<unknown>): Promise<never> {
    await work
    throw new ConnectionLost()
  }

  return {
    database: {
      ...database,
      queries,
      async often<Row extends Record<string, unknown>>(query: Parameters<Database['often']>[0]) {
        const isLost = count()
        const rows = await database.often<Row>(query)
        if (isLost) throw new ConnectionLost()
        return rows
      },
      async transaction(work) {
        const isLost = count()
        const result = await database.transaction(work)
        if (isLost) throw new ConnectionLost()
        return result
      },
    },
    failAt(n, moment) {
      calls = 0
      nth = n
      when = moment
      hasFailed = false
    },
    get hasFailed() {
      return hasFailed
    },
  }
}
