/**
 * What may be spent under a name: an amount at once, and an amount a second. Pure. What was used is always taken off, so a
 * name can be in debt by one use; a name in debt may not begin anything.
 */

export type Budgets = {
  /** Takes an amount off. false: more than there was. */
  spend(name: string, amount: number, now: number): boolean
  /** Whether anything is left. */
  has(name: string, now: number): boolean
}

type Account = { readonly left: number; readonly at: number }

/** @param most names that are kept; the one used longest ago goes first */
export function createBudgets(atOnce: number, perSecond: number, most: number): Budgets {
  const accounts = new Map<string, Account>()

  function left(name: string, now: number): number {
    const account = accounts.get(name)
    if (account === undefined) return atOnce
    return Math.min(atOnce, account.left + ((now - account.at) / 1000) * perSecond)
  }

  return {
    has: (name, now) => left(name, now) > 0,
    spend(name, amount, now) {
      const after = left(name, now) - amount
      accounts.delete(name)
      if (after >= atOnce) return true
      accounts.set(name, { left: after, at: now })
      const [oldest] = accounts.keys()
      if (accounts.size > most && oldest !== undefined) accounts.delete(oldest)
      return after >= 0
    },
  }
}
