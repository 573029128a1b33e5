/** Somebody with a page of the board: the real document, scene and binding over a canvas that is a stand-in. */
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import { CanvasBinding } from '../../apps/web/src/canvas/binding.ts'
import type { HandState } from '../../apps/web/src/canvas/hand.ts'
import { BoardScene } from '@gamelan/board-model'
import * as Y from 'yjs'
import { Canvas } from './canvas.ts'
import type { Clock } from './clock.ts'
import type { Ledger } from './ledger.ts'
import { measure } from './measure.ts'
import type { Link, Network } from './network.ts'
import type { Random } from './random.ts'
import { Witness } from './witness.ts'

/** Something that takes time: between its steps others act. */
export type Gesture = Generator<undefined, void, void>

export type World = {
  readonly clock: Clock
  readonly network: Network
  readonly ledger: Ledger
  /** Begins anew with every step of the story. */
  readonly random: Random
  /** Never begins anew: a version's nonce must not come twice. */
  readonly nonces: Random
  readonly faults: string[]
  /** How many letters were typed so far, and how many elements and groups got an id. */
  letters: number
  ids: number
}

/** What an update with points in it may cost: its frame, and three small numbers a point. */
const BYTES_PER_UPDATE = 60
const BYTES_PER_POINT = 9

export class Person {
  readonly name: string
  readonly doc = new Y.Doc()
  readonly scene: BoardScene
  readonly canvas: Canvas
  readonly binding: CanvasBinding
  readonly link: Link
  readonly witness: Witness
  readonly world: World
  /** Sizes of the updates that this page made. */
  readonly sent: number[] = []
  /** The stroke in the making as it was written last. */
  #stroke = { id: '', points: 0 }
  #gesture: Gesture | undefined
  /** Whether what was written last is content that the server had let go of. */
  #isRefilling = false

  /** `before`: their page before this one, which they have left. */
  constructor(name: string, clientId: number, world: World, before?: Person) {
    this.name = name
    this.world = world
    this.doc.clientID = clientId
    // What the browser kept of the board.
    if (before) Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(before.doc))
    this.link = world.network.link(this.doc)
    this.scene = new BoardScene(this.doc)
    this.witness = new Witness(world.ledger, this.doc, this.scene, before?.witness.broughtBack)
    this.canvas = new Canvas(world.nonces, {
      changed: () => this.binding.changed(),
      showing: () => this.#record(),
      shown: () => this.witness.accept(this.canvas.elements),
      captured: (step) => this.#fault(...this.witness.captured(step)),
      undone: (step) => this.witness.undone(step),
      fault: (fault) => this.#fault(fault),
    })
    this.binding = new CanvasBinding({
      doc: this.doc,
      scene: this.scene,
      api: this.canvas.api,
      canWrite: true,
      frames: world.clock.frames,
      timer: world.clock.timer,
      random: () => world.nonces.next(),
      measure,
    })
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this.link) return
      this.sent.push(update.length)
      if (!this.#isRefilling) this.#weigh(update.length)
    })
    this.#watchWrites()
  }

  get random(): Random {
    return this.world.random
  }

  newId(): string {
    return `${this.name}${++this.world.ids}`
  }

  /** Living elements that satisfy a wish. */
  living(wish: (element: CanvasElement) => boolean = () => true): CanvasElement[] {
    return this.canvas.elements.filter((element) => !element.isDeleted && wish(element))
  }

  /** Goes on with what the hand is at, or else begins `gesture`. */
  act(gesture: (person: Person) => Gesture): void {
    this.#gesture ??= gesture(this)
    this.#step()
  }

  /** Whether anything was left to do. */
  finish(): boolean {
    if (!this.#gesture) return false
    this.#step()
    return true
  }

  /** The page is left, and its line with it. */
  leave(): void {
    this.#record()
    this.binding.destroy()
    this.scene.destroy()
    this.world.network.unlink(this.link)
  }

  /** The hand takes hold. `held`: what it is on, in the canvas' own words. */
  take(hand: Partial<HandState>, held: readonly string[]): void {
    this.#record()
    this.canvas.take(hand, held)
  }

  /** The hand lets go, and what it did is one step of the undo. */
  release(): void {
    this.#record()
    this.canvas.take({})
    this.canvas.commit()
  }

  undo(direction: 'undo' | 'redo'): void {
    this.#record()
    this.canvas.undo(direction, () => this.witness.record(this.canvas.elements, true))
  }

  /** Excalidraw takes an element off without a word. */
  drop(id: string): void {
    this.#record()
    this.witness.dropped(id)
    this.canvas.drop(id)
  }

  /** Something comes into the document past the canvas; `write` answers with its ids. */
  bring(write: () => readonly string[]): void {
    this.#record()
    this.binding.undoable(() => {
      const ids = write()
      this.witness.allow(ids)
      this.witness.bring(ids)
    })
  }

  #step(): void {
    if (this.#gesture?.next().done) this.#gesture = undefined
    this.#record()
    this.canvas.touch()
  }

  #record(): void {
    this.witness.record(this.canvas.elements)
  }

  #fault(...faults: readonly string[]): void {
    for (const fault of faults) this.world.faults.push(`${fault} (${this.name}, ${this.world.clock.now} ms)`)
  }

  /** A stroke that is in the document already costs its new points (M6), unless somebody reshapes it meanwhile. */
  #weigh(bytes: number): void {
    const id = this.witness.drawing
    const points = id === undefined ? undefined : this.scene.get(id)?.points?.length
    if (id === undefined || points === undefined || this.world.ledger.isReshaped(id)) return
    const { id: before, points: known } = this.#stroke
    if (before === id && bytes > BYTES_PER_UPDATE + BYTES_PER_POINT * (points - known))
      this.#fault(`[M6] ${points - known} points of ${id} cost ${bytes} bytes`)
    this.#stroke = { id, points }
  }

  /** What the binding writes has to be what the person changed, group by group (M3, M9). */
  #watchWrites(): void {
    let keys: [string, string][] = []
    this.doc.getMap('elements').observeDeep((events, { origin }) => {
      if (origin !== this.binding) return
      for (const event of events) {
        const id = event.path[0]
        if (event.path.length !== 1 || typeof id !== 'string') continue
        for (const key of event.keys.keys()) {
          if (key === 'layout' || key === 'text') continue
          keys.push([id, key.startsWith('.') ? key.slice(1) : key])
        }
      }
    })
    this.doc.on('afterTransaction', ({ origin }: Y.Transaction) => {
      if (origin !== this.binding) return
      this.#fault(...this.witness.wrote(keys))
      this.#isRefilling = keys.some(([, key]) => key === 'base')
      keys = []
    })
  }
}
