/**
 * Excalidraw's own rules for what it remembers and takes back, out of its package: the store, the changes with their
 * conflicts, the stacking order. Excalidraw exports none of this, so that it is taken from the one file of its build
 * that has it, by name. Nothing of it is to be retold here.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import { LETTER } from './measure.ts'

type Properties = Readonly<Record<string, unknown>>
export type Elements = ReadonlyMap<string, CanvasElement>
/** From `deleted` to `inserted`: only the properties that differ. */
type Delta = { readonly deleted: Properties; readonly inserted: Properties }
type Deltas = ReadonlyMap<string, Delta>
/** What one change does to each element, by id. */
export type Step = readonly (readonly [id: string, delta: Delta])[]

export type ElementsChange = {
  readonly added: Deltas
  readonly removed: Deltas
  readonly updated: Deltas
  inverse(): ElementsChange
  isEmpty(): boolean
  applyLatestChanges(elements: Elements): ElementsChange
  /** Changes elements in place, too: arrows that follow what they are bound to. */
  applyTo(elements: Elements, snapshot: Elements): [elements: Elements, isVisible: boolean]
}

export type Store = {
  readonly snapshot: { readonly elements: Elements }
  readonly onStoreIncrementEmitter: {
    on(listener: (increment: { readonly elementsChange: ElementsChange }) => void): void
  }
  captureIncrement(elements: Elements, appState: undefined): void
  updateSnapshot(elements: Elements, appState: undefined): void
  filterUncomittedElements(before: Elements, next: Elements): Elements
}

type Excalidraw = {
  readonly Store: new () => Store
  readonly syncInvalidIndices: (elements: readonly CanvasElement[]) => readonly CanvasElement[]
  readonly syncMovedIndices: (elements: readonly CanvasElement[], moved: Elements) => readonly CanvasElement[]
  readonly setCustomTextMetricsProvider: (provider: { getLineWidth(text: string): number }) => void
}

/** What it asks of a browser when it is loaded. */
const BROWSER = {
  navigator: { platform: 'Linux', userAgent: '' },
  window: globalThis,
  document: { createElement: () => ({}) },
  location: { origin: '' },
  devicePixelRatio: 1,
}

async function load(): Promise<Excalidraw> {
  const entry = createRequire(import.meta.url).resolve('@excalidraw/excalidraw')
  const folder = path.join(path.dirname(entry), '..', 'dev')
  const hasStore = (name: string) =>
    readFileSync(path.join(folder, name), 'utf8').includes('\nvar Store = class ')
  const chunk = readdirSync(folder).find((name) => /^chunk-.*\.js$/.test(name) && hasStore(name))
  if (chunk === undefined) throw new Error(`no store in ${folder}`)
  Object.assign(globalThis, BROWSER)
  const excalidraw = (await import(path.join(folder, chunk))) as Excalidraw
  excalidraw.setCustomTextMetricsProvider({ getLineWidth: (text) => LETTER * text.length })
  return excalidraw
}

export const { Store, syncInvalidIndices, syncMovedIndices } = await load()

export function stepOf({ added, removed, updated }: ElementsChange): Step {
  return [...added, ...removed, ...updated]
}
