/**
 * Watches one person's canvas and tells the ledger what the person changed: the difference between two looks, with
 * nothing shown from outside in between. From the same looks it knows what may be written (M9) and what may
 * become a step of the person's undo (M8).
 */
import type { BoardScene } from '@gamelan/board-model'
import * as Y from 'yjs'
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import type { Groups } from './groups.ts'
import { groupOf, groupsOf } from './groups.ts'
import type { Step } from './excalidraw.ts'
import type { Drawn, Edit, Knowledge, Ledger } from './ledger.ts'
import { textOf } from './value.ts'

type Look = {
  readonly element: CanvasElement
  readonly versionNonce: number
  readonly groups: Groups
  readonly text: string | undefined
}

const DELETED = textOf([true])
const NOTHING: Knowledge = new Map()
const drawnIn = (element: CanvasElement): Drawn => ({
  points: element['points'] as Drawn['points'],
  pressures: element['pressures'] as Drawn['pressures'],
})
const wordsIn = (properties: Readonly<Record<string, unknown>>): string =>
  (properties['originalText'] as string | undefined) ?? ''
const textIn = (element: CanvasElement): string | undefined =>
  element.type === 'text' ? wordsIn(element) : undefined

export class Witness {
  readonly #ledger: Ledger
  readonly #doc: Y.Doc
  readonly #scene: BoardScene
  readonly #looks = new Map<string, Look>()
  readonly #known = new Map<string, Knowledge>()
  /** Edits that are on the canvas alone. */
  #unwritten: Edit[] = []
  #toWrite = new Set<string>()
  #toCapture = new Set<string>()
  /** What this person has deleted no longer, on this page or an earlier one. */
  readonly broughtBack: Set<string>
  /** The stroke in the making: its points are no edit of their own. */
  drawing: string | undefined

  constructor(ledger: Ledger, doc: Y.Doc, scene: BoardScene, broughtBack: Iterable<string> = []) {
    this.broughtBack = new Set(broughtBack)
    this.#ledger = ledger
    this.#doc = doc
    this.#scene = scene
  }

  /** What stands on the canvas came from outside. */
  accept(elements: readonly CanvasElement[]): void {
    for (const element of elements) this.#look(element)
  }

  /** What differs since the last look is this person's doing. `isUndone`: letters are told by `undone`. */
  record(elements: readonly CanvasElement[], isUndone = false): void {
    let knows: Knowledge | undefined
    for (const element of elements) {
      const before = this.#looks.get(element.id)
      if (before?.versionNonce === element.versionNonce && before.element === element) continue
      knows ??= Y.decodeStateVector(Y.encodeStateVector(this.#doc))
      this.#recordElement(element, before, knows)
      const text = textIn(element)
      if (text !== undefined && !isUndone) this.#ledger.type(element.id, before?.text ?? '', text)
      this.#look(element)
    }
  }

  /** A step of the undo is applied: the letters that it names came or went, and no others. */
  undone(step: Step): void {
    for (const [id, { deleted, inserted }] of step) {
      if (!('originalText' in inserted)) continue
      this.#ledger.type(id, wordsIn(deleted), wordsIn(inserted))
    }
  }

  /** These came into the document by this person's hand, past the canvas. */
  bring(ids: readonly string[]): void {
    for (const id of ids) {
      const element = this.#scene.get(id)
      if (!element) continue
      for (const [group, value] of groupsOf(element)) this.#edit(id, group, value, NOTHING)
      if (element.originalText !== undefined) this.#ledger.type(id, '', element.originalText)
    }
    this.#written()
  }

  /** The binding has written; answers with what it had no reason to write. */
  wrote(keys: Iterable<readonly [id: string, group: string]>): string[] {
    const faults: string[] = []
    for (const [id, group] of keys) {
      if (group === 'base' && this.#refill(id)) continue
      if (!this.#toWrite.has(`${id} ${group}`))
        faults.push(`[M9] ${group} of ${id} was written for no reason`)
    }
    this.#written()
    this.#toWrite.clear()
    return faults
  }

  /** A step of the undo; answers with what in it is not this person's doing. */
  captured(step: Step): string[] {
    const faults: string[] = []
    for (const [id, { inserted }] of step) {
      const type = this.#looks.get(id)?.element.type
      for (const name of Object.keys(inserted)) {
        const group = type && groupOf(type, name)
        if (group && !this.#toCapture.has(`${id} ${group}`) && !this.#toCapture.has(id))
          faults.push(`[M8] ${name} of ${id} is in the undo of somebody else`)
      }
    }
    this.#toCapture.clear()
    return faults
  }

  /** These come whole into the document: all of them may become a step of the undo. */
  allow(ids: readonly string[]): void {
    for (const id of ids) this.#toCapture.add(id)
  }

  /** The canvas takes an element off without a mark: for others it is deleted. */
  dropped(id: string): void {
    this.#ledger.dropped.add(id)
    this.#toWrite.add(`${id} isDeleted`)
    this.#toCapture.add(id)
    this.#edit(id, 'isDeleted', DELETED, this.#known.get(`${id} isDeleted`) ?? NOTHING)
  }

  #recordElement(element: CanvasElement, before: Look | undefined, knows: Knowledge): void {
    const { id } = element
    const shared = this.#scene.get(id)
    const inDocument = shared ? groupsOf(shared) : undefined
    if (!before) this.#toCapture.add(id)
    else if (before.groups.get('isDeleted') === DELETED && !element.isDeleted) this.broughtBack.add(id)
    else if (element.isDeleted) this.broughtBack.delete(id)
    for (const [group, value] of groupsOf(element)) {
      const old = before?.groups.get(group)
      if (before && (old ?? '[null]') === value) continue
      const key = `${id} ${group}`
      // Who looks at what the document says knows all that is in the document.
      if (inDocument && old !== undefined && inDocument.get(group) === old) this.#known.set(key, knows)
      this.#toWrite.add(key)
      this.#toCapture.add(key)
      if (group === 'points' && (!before || this.drawing === id)) this.#ledger.draw(id, drawnIn(element))
      else this.#edit(id, group, value, this.#known.get(key) ?? NOTHING)
    }
  }

  /** What this person has brought back, and the server had let go of, is written again: all of it, as it is shown. */
  #refill(id: string): boolean {
    const look = this.#looks.get(id)
    if (!look || look.element.isDeleted || !this.broughtBack.has(id) || !this.#ledger.isPurged(id))
      return false
    this.broughtBack.delete(id)
    for (const [group, value] of look.groups)
      this.#edit(id, group, value, this.#known.get(`${id} ${group}`) ?? NOTHING)
    this.#ledger.refill(id, look.text)
    return true
  }

  #edit(id: string, group: string, value: string, knows: Knowledge): void {
    const edit: Edit = { who: this.#doc.clientID, value, clock: Infinity }
    this.#unwritten.push(edit)
    this.#ledger.edit(id, group, edit, knows)
  }

  #written(): void {
    const clock = Y.getState(this.#doc.store, this.#doc.clientID)
    for (const edit of this.#unwritten) edit.clock = clock
    this.#unwritten = []
  }

  #look(element: CanvasElement): void {
    const before = this.#looks.get(element.id)
    if (before?.element === element && before.versionNonce === element.versionNonce) return
    const { id, versionNonce } = element
    this.#looks.set(id, { element, versionNonce, groups: groupsOf(element), text: textIn(element) })
  }
}
