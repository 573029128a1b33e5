/**
 * A server and links to it: the real frames, the server's real document and its check of what comes in (S5), over
 * lines on which frames are late, come twice and overtake each other, and which are cut. What was under way on a line
 * that is cut is lost; the exchange of state vectors at the reconnect brings it. Where nobody has the board open, its
 * room closes, which lets go of what was deleted long ago (M7), and the next one loads the board from its log.
 */
import { BoardScene, createDocument, purgeElements } from '@gamelan/board-model'
import { decodeMessage, encodeStep1, encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { deflate } from '../../apps/server/src/deflate.ts'
import { createLiveDocument } from '../../apps/server/src/rooms/document.ts'
import { PURGE_AFTER, deletedThenAndNow } from '../../apps/server/src/rooms/purge.ts'
import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

const TWICE = 0.1
const LONGEST_DELAY_MS = 300
/** Higher or lower than those of the pages, since Yjs settles by them. */
const SERVER_CLIENT_IDS = [1, 1_000_000] as const

/** One page's line to the server. */
export type Link = {
  readonly doc: Y.Doc
  isUp: boolean
  /** Raised when the line is cut: what was sent before does not arrive. */
  epoch: number
}

export class Network {
  #live = createLiveDocument([], deflate)
  /** Every change, and when it was made. */
  readonly #log: { readonly at: number; readonly update: Uint8Array }[] = []
  readonly #links = new Set<Link>()
  readonly #clock: Clock
  readonly #random: Random
  readonly #fault: (fault: string) => void

  constructor(clock: Clock, random: Random, fault: (fault: string) => void) {
    this.#clock = clock
    this.#random = random
    this.#fault = fault
    this.server.clientID = random.pick(...SERVER_CLIENT_IDS)
    this.#change(createDocument)
  }

  get server(): Y.Doc {
    return this.#live.doc
  }

  /** A line that is still cut. */
  link(doc: Y.Doc): Link {
    const link: Link = { doc, isUp: false, epoch: 0 }
    this.#links.add(link)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== link) this.#toServer(link, encodeUpdate(update))
    })
    return link
  }

  connect(link: Link): void {
    if (link.isUp) return
    link.isUp = true
    this.#toServer(link, encodeStep1(Y.encodeStateVector(link.doc)))
    this.#toClient(link, encodeStep1(this.#live.stateVector()))
  }

  cut(link: Link): void {
    link.isUp = false
    link.epoch++
  }

  /** For good. */
  unlink(link: Link): void {
    this.cut(link)
    this.#links.delete(link)
  }

  connectAll(): void {
    for (const link of this.#links) this.connect(link)
  }

  /**
   * Somebody has opened the board and left it, and nobody else has it open. Answers with the ids of what the server let
   * go of.
   */
  closeRoom(): readonly string[] {
    const before = deletedIn(this.#asOf(this.#clock.now))
    const longAgo = deletedIn(this.#asOf(this.#clock.now - PURGE_AFTER))
    const then = Y.encodeStateAsUpdate(this.#asOf(this.#clock.now - PURGE_AFTER))
    this.#change((doc) => purgeElements(doc, deletedThenAndNow(then, doc)))
    this.#live.destroy()
    this.#live = createLiveDocument(
      this.#log.map(({ update }) => update),
      deflate,
    )
    this.server.clientID = this.#random.pick(...SERVER_CLIENT_IDS)
    const kept = deletedIn(this.server)
    const gone = [...before].filter((id) => !kept.has(id))
    for (const id of gone) if (!longAgo.has(id)) this.#fault(`[M7] ${id} was let go of too early`)
    for (const id of kept) if (longAgo.has(id)) this.#fault(`[M7] ${id} was not let go of`)
    return gone
  }

  /** The board as it was. */
  #asOf(time: number): Y.Doc {
    const doc = new Y.Doc()
    for (const { at, update } of this.#log) if (at <= time) Y.applyUpdate(doc, update)
    return doc
  }

  /** Answers with what is to be told to all others. */
  #change(work: (doc: Y.Doc) => void): readonly Uint8Array[] {
    const { changes, failure } = this.#live.change(work)
    if (failure) this.#fault(`[S5] ${failure.message}`)
    for (const { update } of changes) this.#log.push({ at: this.#clock.now, update })
    return changes.map(({ update }) => update)
  }

  #toServer(link: Link, frame: Uint8Array): void {
    this.#carry(link, () => this.#serverHears(link, frame))
  }

  #toClient(link: Link, frame: Uint8Array): void {
    this.#carry(link, () => this.#clientHears(link, frame))
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

  #serverHears(link: Link, frame: Uint8Array): void {
    const message = decodeMessage(frame)
    if (message.type === 'step1') {
      for (const answer of this.#answer(message.stateVector)) this.#toClient(link, answer)
      return
    }
    if (message.type !== 'step2' && message.type !== 'update') return
    const admission = this.#live.admit(message.update, { mayExtend: () => 'yes', maySend: () => true })
    if (admission.verdict === 'gap') return this.#toClient(link, encodeStep1(this.#live.stateVector()))
    if (admission.verdict === 'refused' || admission.verdict === 'malformed')
      return this.#fault(`[S5] what a page sent is ${admission.verdict}: ${admission.reason}`)
    for (const update of this.#change((doc) => Y.applyUpdate(doc, message.update, link)))
      for (const other of this.#links) if (other !== link) this.#toClient(other, encodeUpdate(update))
  }

  #answer(stateVector: Uint8Array): readonly Uint8Array[] {
    const frames = this.#live.answer(stateVector, false)
    if (frames instanceof Promise) throw new Error('nobody asked for deflated frames')
    return frames
  }

  /** As y-websocket does. */
  #clientHears(link: Link, frame: Uint8Array): void {
    const message = decodeMessage(frame)
    if (message.type === 'step1')
      this.#toServer(link, encodeStep2(Y.encodeStateAsUpdate(link.doc, message.stateVector)))
    else if (message.type === 'step2' || message.type === 'update')
      Y.applyUpdate(link.doc, message.update, link)
  }
}

/** Ids of what is shown as deleted. */
function deletedIn(doc: Y.Doc): ReadonlySet<string> {
  const scene = new BoardScene(doc)
  return new Set(scene.all().flatMap(({ id, isDeleted }) => (isDeleted ? [id] : [])))
}
