/**
 * Between a canvas and the document. What the person changes is written as what differs from what the canvas showed
 * last; what changes in the document is shown at most once a frame, never under a hand (M13), and never written
 * back (M9). Must never take an element that a list lacks for a deleted one, nor write before the canvas shows the
 * document: an empty canvas would delete the board.
 */
import type { BoardElement, BoardElementLike, BoardScene, ElementChange } from '@gamelan/board-model'
import { DrawnScene, broughtBackIds, limits, meantBy, writeChanges } from '@gamelan/board-model'
import type * as Y from 'yjs'
import type { Coalesced, Timer } from '../sync/coalesce.ts'
import { coalesce } from '../sync/coalesce.ts'
import { withAscendingIndices } from './ascending.ts'
import type { Frames } from './frames.ts'
import { elementInTheMaking, heldIds } from './hand.ts'
import { isSameElement } from './same-element.ts'
import type { CanvasElement } from './canvas-element.ts'
import type { Capture, SceneApi } from './scene-api.ts'
import { Shadows, hasChanged } from './shadows.ts'
import { isWorthSharing, strokeScale } from './sharing.ts'
import { TextPast } from './text-past.ts'

/** Local changes are written at most once in this time, in milliseconds: what watchers see as smooth. */
export const WRITE_INTERVAL_MS = 40

export type BindingOptions = {
  readonly doc: Y.Doc
  readonly scene: BoardScene
  readonly api: SceneApi
  /** Whether this person may draw; others' changes are shown in any case. */
  readonly canWrite: boolean
  readonly frames: Frames
  readonly timer: Timer
  /** In [0, 1). */
  readonly random: () => number
  /** Measures a text that was wrapped for other letters; answers the properties that differ. */
  readonly measure: (
    text: BoardElement,
    container: BoardElement | undefined,
  ) => Readonly<Record<string, unknown>>
}

export class CanvasBinding {
  readonly #options: BindingOptions
  /** What the canvas is given of the document: no element, and no sum of elements, that would block the page. */
  readonly #scene: DrawnScene
  /** Elements that the canvas shows in a cheaper form, as the document held them then and as they were drawn. */
  readonly #forms = new Map<string, { readonly held: BoardElementLike; readonly drawn: BoardElementLike }>()
  readonly #shadows = new Shadows()
  readonly #texts = new TextPast()
  /** Ids that differ in the document and are not yet shown. */
  readonly #pending = new Set<string>()
  /** What this person has deleted no longer, on this page or an earlier one. */
  readonly #broughtBack = new Set<string>()
  readonly #write: Coalesced
  readonly #unobserve: () => void
  #cancelFrame: (() => void) | undefined
  #inTheMaking: string | null = null
  /** Whether nothing that the person did since the last look can have changed the stacking order. */
  #isInOrder = false
  #isStarted = false
  #isShowing = false

  constructor(options: BindingOptions) {
    this.#options = options
    this.#scene = new DrawnScene(options.scene)
    this.#write = coalesce(() => this.#push(), WRITE_INTERVAL_MS, options.timer)
    this.#unobserve = this.#scene.observe((changed) => {
      for (const id of changed) this.#pending.add(id)
      this.#addStale(changed)
      this.#requestFrame()
    })
  }

  /** Shows the document. From now on changes go both ways. */
  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    for (const { id } of this.#scene.all()) this.#pending.add(id)
    for (const id of broughtBackIds(this.#options.doc)) this.#broughtBack.add(id)
    this.#pull('never')
  }

  /** Excalidraw's `onChange`: something may have changed, or only a cursor moved. */
  changed(): void {
    const editing = this.#options.api.hand().editingTextElement?.id
    if (editing !== this.#texts.editing) {
      // What was typed is told as such, before an undo can change it.
      this.flush()
      this.#texts.edit(editing)
    }
    this.#write()
    if (this.#pending.size > 0) this.#requestFrame()
  }

  /** Writes what the person has changed, now. */
  flush(): void {
    this.#write.cancel()
    this.#push()
  }

  /** Makes a change of the document that the person can undo in one step: an import, say. */
  undoable<T>(write: () => T): T {
    // First, or the step would hold where the person's own last changes come to stand.
    this.flush()
    this.#pull('never')
    const result = write()
    this.#pull('undoable')
    return result
  }

  destroy(): void {
    this.flush()
    this.#isStarted = false
    this.#cancelFrame?.()
    this.#unobserve()
    this.#scene.destroy()
  }

  /** A label that every canvas measures for itself is measured again when its container is another one. */
  #addStale(changed: ReadonlySet<string>): void {
    for (const id of this.#scene.staleLayouts) {
      const container = this.#scene.get(id)?.containerId
      if (container != null && changed.has(container)) this.#pending.add(id)
    }
  }

  #requestFrame(): void {
    if (!this.#isStarted || this.#cancelFrame) return
    this.#cancelFrame = this.#options.frames.request(() => {
      this.#cancelFrame = undefined
      this.#pull('never')
    })
  }

  /** From the canvas to the document. Answers whether there was anything to write. */
  #push(): boolean {
    const { doc, api, canWrite } = this.#options
    if (!this.#isStarted || this.#isShowing || !canWrite) return false
    const elements = api.elements()
    const changes: ElementChange[] = []
    for (let i = 0; i < elements.length; i++) {
      const element = elements[i]
      if (!element) continue
      const shadow = this.#shadows.at(i, element.id)
      if (shadow ? !hasChanged(shadow, element) : !isWorthSharing(element)) {
        if (shadow && shadow.element !== element) shadow.element = element
        continue
      }
      const before = shadow?.copy
      if (before?.['index'] !== element['index']) this.#isInOrder = false
      if (before?.['isDeleted'] && !element.isDeleted) this.#broughtBack.add(element.id)
      this.#shadows.take(element)
      changes.push({ before, after: this.#meant(before, element) })
    }
    changes.push(...this.#dropped(elements))
    if (changes.length === 0) return false
    if (!this.#shadows.isLine(elements)) this.#isInOrder = false
    this.#shadows.line(elements)
    writeChanges(doc, changes.map(this.#held), {
      origin: this,
      strokeScale: strokeScale(api.hand().zoom.value),
    })
    this.#takeBack(changes)
    return true
  }

  /** A change of what the canvas shows as one of what the document holds. */
  readonly #held = (change: ElementChange): ElementChange => {
    const form = this.#forms.get(change.after.id)
    if (!form) return change
    const meant = meantBy(change, form.held, form.drawn)
    // The next change is told from this one.
    this.#forms.set(change.after.id, { held: meant.after, drawn: change.after })
    return meant
  }

  #rememberForm(id: string, drawn: BoardElement | undefined): void {
    const held = this.#options.scene.get(id)
    if (held && drawn && held !== drawn) this.#forms.set(id, { held, drawn })
    else this.#forms.delete(id)
  }

  /**
   * What the document did not take (M11) goes from the canvas, too: else this person alone would see it. Where it
   * took any of a change, it has told so, and the two are compared anyway.
   */
  #takeBack(changes: readonly ElementChange[]): void {
    for (const { after } of changes) {
      if (this.#pending.has(after.id)) continue
      const element = this.#scene.get(after.id)
      // Whether one canvas could load an image is its own matter, and is not written.
      if (element && isSameElement({ ...after, status: element['status'] }, element)) continue
      this.#pending.add(after.id)
      this.#requestFrame()
    }
  }

  /** The element as it is to be for all: an undone text keeps the letters that others typed meanwhile. */
  #meant(before: CanvasElement | undefined, element: CanvasElement): CanvasElement {
    const originalText = this.#texts.change(before, element)
    if (originalText === element['originalText']) return { ...element }
    this.#pending.add(element.id)
    this.#requestFrame()
    return { ...element, originalText }
  }

  /**
   * Excalidraw drops an element that turned out too small when the hand let go, without marking it deleted; others
   * may have seen it grow.
   */
  #dropped(elements: readonly CanvasElement[]): ElementChange[] {
    const before = this.#inTheMaking
    this.#inTheMaking = elementInTheMaking(this.#options.api.hand())
    if (before === null || before === this.#inTheMaking) return []
    const shadow = this.#shadows.get(before)
    if (!shadow || elements.some(({ id }) => id === before)) return []
    return [{ before: shadow.copy, after: { ...shadow.copy, isDeleted: true } }]
  }

  /**
   * What was purged while this person was away, and whose deletion they have taken back meanwhile. The one thing that
   * is written in answer to what came, and only by who brought it back: others may still show what it was earlier.
   */
  #fillAgain(): void {
    const { doc, canWrite } = this.#options
    if (!canWrite) return
    const changes: ElementChange[] = []
    for (const id of this.#scene.broughtBackEmpty) {
      const copy = this.#shadows.get(id)?.copy
      if (copy && !copy['isDeleted'] && this.#broughtBack.has(id))
        changes.push({ before: undefined, after: copy })
    }
    if (changes.length > 0) writeChanges(doc, changes, { origin: this })
  }

  /** From the document to the canvas. */
  #pull(capture: Capture): void {
    const { api } = this.#options
    if (!this.#isStarted || this.#pending.size === 0) return
    // First, or what the person did since the last write would be overwritten by what is shown.
    this.#push()
    this.#fillAgain()
    const elements = api.elements()
    const held = heldIds(api.hand(), elements, (id) => this.#shadows.get(id)?.element)
    const fresh = new Map<string, CanvasElement>()
    const lost: string[] = []
    for (const id of this.#pending) {
      if (held.has(id)) continue
      this.#pending.delete(id)
      const element = this.#scene.get(id)
      const shown = this.#shadows.get(id)?.element
      this.#rememberForm(id, element)
      // One that is not valid any more (M11) is not in the scene any more either.
      if (!element) lost.push(...(shown ? [id] : []))
      else if (!shown || !isSameElement(shown, element)) fresh.set(id, this.#forCanvas(element, shown))
    }
    if (fresh.size === 0 && lost.length === 0 && this.#isInOrder) return
    const inPlace = lost.length > 0 ? undefined : this.#inPlace(elements, fresh)
    if (inPlace) return this.#show(inPlace, capture, fresh.keys())
    const scene = withAscendingIndices(this.#arrange(elements, fresh, held), {
      indexOf: (id) => this.#scene.get(id)?.index,
      isHeld: (id) => held.has(id),
      // A step of the undo is what this person brought in, and not what gave way to it.
      isFixed: (id) => held.has(id) || (capture === 'undoable' && !fresh.has(id)),
      renewed: (element, properties) => this.#renewed({ ...element, ...properties }, element.version),
    })
    // An index that this person gave may stand elsewhere in the document, where others' are not those on the canvas.
    this.#isInOrder = scene.length === elements.length && scene.every((element, i) => element === elements[i])
    if (!this.#isInOrder) this.#show(scene, capture)
    // Kept at its index by the hand, it may stand elsewhere than where the document has it: looked at again then.
    for (const id of held) {
      const index = this.#scene.get(id)?.index
      if (index !== undefined && index !== this.#shadows.get(id)?.copy['index']) this.#pending.add(id)
    }
    // Or it would be taken for shown when it comes back.
    for (const id of lost) this.#shadows.forget(id)
  }

  /** `replaced`: the only ids that differ, where no index does, so that Excalidraw has nothing to mend. */
  #show(scene: readonly CanvasElement[], capture: Capture, replaced?: Iterable<string>): void {
    // Excalidraw may call back before it is known what it made of the scene.
    this.#isShowing = true
    this.#options.api.show(scene, capture)
    this.#isShowing = false
    if (replaced) this.#lookAt(replaced)
    else this.#look()
    this.#isInOrder = true
  }

  #forCanvas(element: BoardElement, shown: CanvasElement | undefined): CanvasElement {
    const isMeasured = (element.originalText?.length ?? 0) <= limits.MAX_MEASURED_LENGTH
    const measured =
      isMeasured && this.#scene.staleLayouts.has(element.id)
        ? this.#options.measure(
            element,
            element.containerId ? this.#scene.get(element.containerId) : undefined,
          )
        : undefined
    const copy = { ...element, ...measured }
    return shown ? this.#renewed(copy, shown.version) : copy
  }

  /** Excalidraw takes an element for another one by its version. */
  #renewed(element: CanvasElement, shownVersion: number): CanvasElement {
    return {
      ...element,
      version: Math.max(shownVersion, element.version) + 1,
      versionNonce: Math.floor(this.#options.random() * 2 ** 31),
    }
  }

  /**
   * The list as the canvas has it with what is fresh in its place, which is all there is to do for most changes on a
   * large board; undefined where anything came or may stand elsewhere now.
   */
  #inPlace(
    elements: readonly CanvasElement[],
    fresh: ReadonlyMap<string, CanvasElement>,
  ): readonly CanvasElement[] | undefined {
    if (!this.#isInOrder || !this.#shadows.isLine(elements)) return undefined
    const list = [...elements]
    for (const [id, element] of fresh) {
      const place = this.#shadows.placeOf(id)
      const shown = place === undefined ? undefined : list[place]
      if (place === undefined || shown?.id !== id || shown['index'] !== element['index']) return undefined
      list[place] = element
    }
    return list
  }

  /** The whole scene in the document's order; what only the canvas knows yet stays behind what it was behind. */
  #arrange(
    elements: readonly CanvasElement[],
    fresh: ReadonlyMap<string, CanvasElement>,
    held: ReadonlySet<string>,
  ): readonly CanvasElement[] {
    const list: CanvasElement[] = []
    const followers = this.#unshared(elements, held)
    const add = (element: CanvasElement): void => {
      list.push(element)
      if (followers.size > 0) followers.get(element.id)?.forEach(add)
    }
    followers.get('')?.forEach(add)
    const all = this.#scene.all()
    for (let i = 0; i < all.length; i++) {
      const element = all[i]
      if (!element) continue
      const shown = fresh.get(element.id) ?? this.#shadows.at(i, element.id)?.element
      add(shown ?? this.#forCanvas(element, undefined))
    }
    return list
  }

  /**
   * Elements that only the canvas knows, by the id of the one below them ('' at the bottom). Among them is what the
   * document has lost while it is under the hand (M13).
   */
  #unshared(
    elements: readonly CanvasElement[],
    held: ReadonlySet<string>,
  ): ReadonlyMap<string, CanvasElement[]> {
    const followers = new Map<string, CanvasElement[]>()
    let below = ''
    for (let i = 0; i < elements.length; i++) {
      const element = elements[i]
      if (!element) continue
      if (!this.#scene.get(element.id)) {
        // Nothing stands on what goes from the canvas.
        if (this.#shadows.at(i, element.id) && !held.has(element.id)) continue
        followers.set(below, [...(followers.get(below) ?? []), element])
      }
      below = element.id
    }
    return followers
  }

  /** As `#look`, at these elements. */
  #lookAt(ids: Iterable<string>): void {
    const elements = this.#options.api.elements()
    for (const id of ids) {
      const element = elements[this.#shadows.placeOf(id) ?? -1]
      if (element?.id === id) this.#shadows.take(element)
    }
  }

  /** After something was shown: what stands there now, mended indices included, is no change of this person's. */
  #look(): void {
    const elements = this.#options.api.elements()
    for (let i = 0; i < elements.length; i++) {
      const element = elements[i]
      if (!element) continue
      const shadow = this.#shadows.at(i, element.id)
      if (shadow ? hasChanged(shadow, element) : this.#scene.get(element.id)) this.#shadows.take(element)
      else if (shadow && shadow.element !== element) shadow.element = element
    }
    this.#shadows.line(elements)
  }
}
