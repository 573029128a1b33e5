/**
 * A server and links to it, in which updates are late, come twice and overtake each other, and which are cut. What
 * was under way on a link that is cut is lost; the exchange of state vectors at the reconnect brings it.
 */
import * as Y from 'yjs'
import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

const TWICE = 0.1
const LONGEST_DELAY_MS = 300

export class Network {
  readonly server = new Y.Doc()
  readonly #links: Link[] = []
  readonly #clock: Clock
  readonly #random: Random

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
    this.server.clientID = 1
    this.server.on('update', (update: Uint8Array, origin: unknown) => {
      for (const link of this.#links) if (link !== origin) this.#carry(link, () => link.toClient(update))
    })
  }

  /** A link that is still cut. */
  link(doc: Y.Doc): Link {
    const link = new Link(doc, this.server)
    this.#links.push(link)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== link) this.#carry(link, () => link.toServer(update))
    })
    return link
  }

  connect(link: Link): void {
    if (link.isUp) return
    link.isUp = true
    const [clientKnows, serverKnows] = [Y.encodeStateVector(link.doc), Y.encodeStateVector(this.server)]
    this.#carry(link, () => {
      const missing = Y.encodeStateAsUpdate(this.server, clientKnows)
      this.#carry(link, () => link.toClient(missing))
    })
    this.#carry(link, () => {
      const missing = Y.encodeStateAsUpdate(link.doc, serverKnows)
      this.#carry(link, () => link.toServer(missing))
    })
  }

  cut(link: Link): void {
    link.isUp = false
    link.epoch++
  }

  connectAll(): void {
    for (const link of this.#links) this.connect(link)
  }

  #carry(link: Link, arrive: () => void): void {
    if (!link.isUp) return
    const { epoch } = link
    const times = this.#random.chance(TWICE) ? 2 : 1
    for (let i = 0; i < times; i++) {
      this.#clock.after(this.#random.between(1, LONGEST_DELAY_MS), () => {
        if (link.epoch === epoch) arrive()
      })
    }
  }
}

export class Link {
  isUp = false
  /** Raised when the link is cut: what was sent before does not arrive. */
  epoch = 0
  readonly doc: Y.Doc
  readonly #server: Y.Doc

  constructor(doc: Y.Doc, server: Y.Doc) {
    this.doc = doc
    this.#server = server
  }

  toClient(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, this)
  }

  toServer(update: Uint8Array): void {
    Y.applyUpdate(this.#server, update, this)
  }
}
