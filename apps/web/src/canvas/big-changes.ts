/**
 * Tells when somebody else has added much or cleared the drawing, with who it was [UX UM3]. An update may arrive in
 * chunks: what one client did within a moment is told as one change. Silent until this page has caught up.
 */
import { observeBigChanges } from '@gamelan/board-model'
import type { PresenceUser } from '@gamelan/protocol/sync/awareness'
import type * as Y from 'yjs'
import type { Timer } from '../sync/coalesce.ts'

export type BigChange = {
  readonly kind: 'added' | 'cleared'
  /** null: no page that is open, as for an import through the API. */
  readonly by: PresenceUser | null
  readonly ids: readonly string[]
}

type Options = {
  readonly doc: Y.Doc
  readonly userOf: (client: number) => PresenceUser | undefined
  readonly isCaughtUp: () => boolean
  readonly timer: Timer
  readonly tell: (change: BigChange) => void
}

/** Chunks of one update follow each other within this time, in milliseconds. */
const TOGETHER_MS = 500

export class BigChanges {
  readonly #options: Options
  readonly #end: () => void
  /** What is to be told, by kind and client. */
  readonly #waiting = new Map<string, BigChange>()
  #timer: unknown

  constructor(options: Options) {
    this.#options = options
    this.#end = observeBigChanges(options.doc, ({ kind, client, ids }) => {
      if (!options.isCaughtUp()) return
      const name = `${kind} ${client}`
      const before = this.#waiting.get(name)
      const by = options.userOf(client) ?? before?.by ?? null
      // The server restores and erases under a client id of its own, and both are told in other ways.
      if (kind === 'cleared' && by === null) return
      this.#waiting.set(name, { kind, by, ids: [...(before?.ids ?? []), ...ids] })
      options.timer.clear(this.#timer)
      this.#timer = options.timer.set(() => this.#tell(), TOGETHER_MS)
    })
  }

  destroy(): void {
    this.#end()
    this.#options.timer.clear(this.#timer)
  }

  #tell(): void {
    const changes = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const change of changes) this.#options.tell(change)
  }
}
