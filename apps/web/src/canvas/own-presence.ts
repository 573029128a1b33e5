/**
 * What this page tells the others of its person (S7): where they point, what they have selected, whether they are
 * there. Must never say more than changed: presence is the most frequent message there is.
 */
import type { Presence } from '@gamelan/protocol/sync/awareness'
import { AWARENESS_SELECTION } from '@gamelan/protocol/limits'
import type { Timer } from '../sync/coalesce.ts'

/** Nothing done for this long is idle, in milliseconds. */
export const IDLE_AFTER_MS = 60_000

export type OwnPresenceOptions = {
  readonly say: (change: Partial<Presence>) => void
  readonly timer: Timer
}

export class OwnPresence {
  readonly #options: OwnPresenceOptions
  #selected: Readonly<Record<string, true>> = {}
  #idle: Presence['idle'] = 'active'
  #isPointing = false
  #isHidden = false
  #idleTimer: unknown

  constructor(options: OwnPresenceOptions) {
    this.#options = options
    options.say({ idle: 'active' })
    this.#awaitIdle()
  }

  /** The pointer is at this place of the scene. Tenths are finer than any screen shows. */
  pointAt(cursor: NonNullable<Presence['cursor']>): void {
    this.#isPointing = true
    this.#options.say({
      cursor: { ...cursor, x: Math.round(cursor.x * 10) / 10, y: Math.round(cursor.y * 10) / 10 },
    })
    this.stir()
  }

  /** The pointer has left the drawing. */
  pointNowhere(): void {
    if (!this.#isPointing) return
    this.#isPointing = false
    this.#options.say({ cursor: null })
  }

  /** Excalidraw's selection: the same object as long as it is the same selection. */
  select(selected: Readonly<Record<string, true>>): void {
    if (selected === this.#selected) return
    const [before, after] = [Object.keys(this.#selected), Object.keys(selected)]
    this.#selected = selected
    if (before.length === after.length && before.every((id) => selected[id])) return
    this.#options.say({ selection: after.slice(0, AWARENESS_SELECTION) })
  }

  /** The person did something. */
  stir(): void {
    if (this.#isHidden) return
    this.#be('active')
    this.#awaitIdle()
  }

  /** The tab was hidden, or shown again. */
  hide(isHidden: boolean): void {
    this.#isHidden = isHidden
    if (!isHidden) return this.stir()
    this.#options.timer.clear(this.#idleTimer)
    this.#be('away')
  }

  destroy(): void {
    this.#options.timer.clear(this.#idleTimer)
  }

  #be(idle: Presence['idle']): void {
    if (idle === this.#idle) return
    this.#idle = idle
    this.#options.say({ idle })
  }

  #awaitIdle(): void {
    this.#options.timer.clear(this.#idleTimer)
    this.#idleTimer = this.#options.timer.set(() => this.#be('idle'), IDLE_AFTER_MS)
  }
}
