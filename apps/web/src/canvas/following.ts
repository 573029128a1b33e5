/**
 * Following somebody's view, and being followed. The followed send their view only while somebody follows them;
 * two who follow each other would chase their own views, so that neither sends to the other. Pure but for the ports.
 */
import type { Presence, StampedPresence } from '@gamelan/protocol/sync/awareness'

export type View = NonNullable<Presence['view']>

export type FollowingOptions = {
  readonly clientId: number
  readonly peers: () => ReadonlyMap<number, StampedPresence>
  readonly say: (change: { follows?: number | undefined; view?: View | undefined }) => void
  /** The part of the drawing in view, in scene coordinates. */
  readonly ownView: () => View
  /** Moves so that this part of the drawing is in view. */
  readonly fit: (view: View) => void
}

export class Following {
  readonly #options: FollowingOptions
  #followed: number | null = null
  #shown: View | undefined
  #sent: View | undefined

  constructor(options: FollowingOptions) {
    this.#options = options
  }

  /** Follows somebody from now on, or nobody. */
  follow(clientId: number | null): void {
    if (clientId === this.#followed) return
    this.#followed = clientId
    this.#shown = undefined
    this.#options.say({ follows: clientId ?? undefined })
    this.peersChanged()
  }

  /** Others moved, came, went, or began to follow. */
  peersChanged(): void {
    const view = this.#followed === null ? undefined : this.#options.peers().get(this.#followed)?.view
    if (view && !isSameView(view, this.#shown)) {
      this.#shown = view
      this.#options.fit(view)
    }
    this.viewChanged()
  }

  /** The own view moved, or may have. */
  viewChanged(): void {
    const view = this.#isFollowed() ? roundView(this.#options.ownView()) : undefined
    if (view === this.#sent || (view && isSameView(view, this.#sent))) return
    this.#sent = view
    this.#options.say({ view })
  }

  #isFollowed(): boolean {
    for (const [clientId, { follows }] of this.#options.peers()) {
      if (follows === this.#options.clientId && clientId !== this.#followed) return true
    }
    return false
  }
}

/**
 * To a power of two that is a four-thousandth of its width at most: short in a frame, and so exact that a follower's zoom stays
 * the same while the view only moves.
 */
function roundView(view: View): View {
  const step = 2 ** Math.floor(Math.log2(Math.max(view[2] - view[0], 1) / 4096))
  const round = (side: number) => Math.round(side / step) * step
  return [round(view[0]), round(view[1]), round(view[2]), round(view[3])]
}

function isSameView(a: View, b: View | undefined): boolean {
  return b !== undefined && a.every((side, i) => side === b[i])
}
