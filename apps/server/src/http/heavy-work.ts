/**
 * Bounds the processor time that one address may take with calls that read or write whole drawings. The number of such
 * calls alone is no bound, since one may cost a hundred times another. Must never let the calls of one address follow each
 * other so closely that everyone else waits for all of them.
 */
import { setImmediate } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clock } from '../clock.ts'
import { GamelanError } from '../errors.ts'
import { HEAVY_AT_ONCE, HEAVY_FREE, HEAVY_TIME_AT_ONCE } from '../limits.ts'
import { createTurns, type Turns } from '../turns.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether it reads or writes a whole drawing, and so takes time in proportion to it. */
    isHeavy?: boolean
  }
}

/** What one address has used. `left`: milliseconds of processor time, below zero where its last call took more. */
type Account = { left: number; at: number; calls: number; readonly turns: Turns }

export type HeavyWork = {
  /** Does the work in its turn. Throws `too-many-requests` where the address has used its time. */
  run<T>(address: string, work: () => T | Promise<T>): Promise<T>
  /** Whole seconds until the address may go on. */
  waitOf(address: string): number
  /** How many addresses are accounted for. */
  size(): number
}

/** @param perSecond milliseconds of processor time that an address regains in a second */
export function createHeavyWork(clock: Pick<Clock, 'elapsed' | 'processor'>, perSecond: number): HeavyWork {
  const accounts = new Map<string, Account>()

  function accountOf(address: string): Account {
    const at = clock.elapsed()
    const account = accounts.get(address) ?? {
      left: HEAVY_TIME_AT_ONCE,
      at,
      calls: 0,
      turns: createTurns(HEAVY_AT_ONCE),
    }
    accounts.set(address, account)
    account.left = Math.min(HEAVY_TIME_AT_ONCE, account.left + ((at - account.at) / 1000) * perSecond)
    account.at = at
    return account
  }

  function requireTime(address: string): void {
    if (accountOf(address).left <= 0) throw new GamelanError('too-many-requests')
  }

  /** Nothing is to be remembered of an address that has all of its time. */
  function forgetRested(): void {
    for (const address of accounts.keys()) {
      const { left, calls } = accountOf(address)
      if (calls === 0 && left >= HEAVY_TIME_AT_ONCE) accounts.delete(address)
    }
  }

  return {
    async run(address, work) {
      requireTime(address)
      const account = accountOf(address)
      account.calls += 1
      try {
        return await account.turns.take(async () => {
          // Those who wait had time when they came; the calls before them may have used it.
          requireTime(address)
          const before = clock.processor()
          try {
            return await work()
          } finally {
            account.left -= Math.max(0, clock.processor() - before - HEAVY_FREE)
            // What arrived meanwhile comes before the next call.
            await setImmediate()
          }
        })
      } finally {
        account.calls -= 1
        forgetRested()
      }
    },
    waitOf: (address) => Math.max(1, Math.ceil((1 - accountOf(address).left) / perSecond)),
    size: () => accounts.size,
  }
}

/** Has every route of this scope that says `isHeavy` done as heavy work of the address that asks. */
export function boundHeavyRoutes(
  scope: FastifyInstance,
  heavyWork: HeavyWork,
  addressOf: (request: FastifyRequest) => string,
): void {
  scope.addHook('onRoute', (route) => {
    if (route.config?.isHeavy !== true) return
    const { handler } = route
    route.handler = async function (request, reply) {
      const address = addressOf(request)
      try {
        return await heavyWork.run(address, () => handler.call(this, request, reply))
      } catch (error) {
        if (error instanceof GamelanError && error.code === 'too-many-requests')
          reply.header('retry-after', heavyWork.waitOf(address))
        throw error
      }
    }
  })
}
