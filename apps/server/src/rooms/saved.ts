/**
 * What message 102 may say (S2). Pure. Must never count a message as saved while anything that it brought, or that it
 * told us again, still waits for its commit.
 */

const HELD = Number.POSITIVE_INFINITY

/** One connection's sync messages, in the order in which they came. A class, since there are as many as connections. */
export class Ledger {
  #received = 0
  /** Messages that wait, the first ones first; `seq` never falls from one to the next, but for held ones. */
  #waiting: { readonly message: number; seq: number }[] = []

  /** Another message came. Its effects are saved once the log is committed up to `seq`; 0: it has none. */
  arrived(seq: number): void {
    this.#received += 1
    if (seq > 0) this.#wait(seq)
  }

  /** Another message came that could not be applied yet: it is saved with the step 2 that brings it again. */
  held(): void {
    this.#received += 1
    this.#wait(HELD)
  }

  /** What was held is in the log at this position. */
  release(seq: number): void {
    for (const item of this.#waiting) if (item.seq === HELD) item.seq = seq
  }

  /** How many of the first messages are saved when the log is committed up to there. Never falls. */
  saved(committed: number): number {
    const first = this.#waiting.findIndex((item) => item.seq > committed)
    if (first === -1) this.#waiting = []
    else if (first > 0) this.#waiting = this.#waiting.slice(first)
    return (this.#waiting[0]?.message ?? this.#received + 1) - 1
  }

  /** One that waits for the same as the one before is saved with it: what tells us known things for long adds nothing. */
  #wait(seq: number): void {
    if (this.#waiting.at(-1)?.seq !== seq) this.#waiting.push({ message: this.#received, seq })
  }
}

/** How far each client id of a document is committed. */
export type CommittedClocks = {
  /** A change was logged at this position and moved these ids. Not committed yet. */
  logged(seq: number, moves: ReadonlyMap<number, number>): void
  commit(seq: number): void
  /** What was logged at this position will not be committed. */
  withdraw(seq: number): void
  /** All ids. */
  all(): ReadonlyMap<number, number>
  /** The ids that moved in commits after this position. */
  since(seq: number): ReadonlyMap<number, number>
  /** Forgets which ids moved up to this position: nobody asks any more. */
  forget(seq: number): void
}

export function createCommittedClocks(initial: ReadonlyMap<number, number>): CommittedClocks {
  const clocks = new Map(initial)
  type Step = { readonly seq: number; readonly moves: ReadonlyMap<number, number> }
  let waiting: Step[] = []
  let recent: Step[] = []
  return {
    logged(seq, moves) {
      waiting.push({ seq, moves })
    },
    commit(seq) {
      const rest = waiting.findIndex((step) => step.seq > seq)
      const done = rest === -1 ? waiting : waiting.slice(0, rest)
      waiting = rest === -1 ? [] : waiting.slice(rest)
      for (const step of done) {
        for (const [client, clock] of step.moves) clocks.set(client, clock)
        if (step.moves.size > 0) recent.push(step)
      }
    },
    withdraw(seq) {
      waiting = waiting.filter((step) => step.seq !== seq)
    },
    all: () => clocks,
    since(seq) {
      const moved = new Map<number, number>()
      for (let i = recent.length - 1; i >= 0; i--) {
        const step = recent[i]
        if (step === undefined || step.seq <= seq) break
        for (const [client, clock] of step.moves) if (!moved.has(client)) moved.set(client, clock)
      }
      return moved
    },
    forget(seq) {
      const rest = recent.findIndex((step) => step.seq > seq)
      recent = rest === -1 ? [] : recent.slice(rest)
    },
  }
}
