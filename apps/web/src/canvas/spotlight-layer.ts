/**
 * Dims the drawing but for the region that is lit for all. A layer of its own between Excalidraw's canvases and the others'
 * cursors, so that who points is seen in the dark, too. Must never take a click away from the drawing.
 */
import type { LayerView } from './cursor-layer.ts'
import type { Bounds } from './fit-view.ts'
import { litBox } from './spotlight.ts'
import classes from './spotlight-layer.module.css'

export class SpotlightLayer {
  readonly #root: HTMLElement
  readonly #lit: HTMLElement
  #region: Bounds | null = null

  /** A layer inside `parent`, which is as large as the drawing. */
  constructor(parent: HTMLElement) {
    this.#root = document.createElement('div')
    this.#root.className = classes['layer'] ?? ''
    this.#root.setAttribute('aria-hidden', 'true')
    this.#root.hidden = true
    this.#lit = document.createElement('div')
    this.#lit.className = classes['lit'] ?? ''
    this.#lit.dataset['lit'] = ''
    this.#root.append(this.#lit)
    parent.append(this.#root)
  }

  /** Lights this region of the scene; null: nothing is lit, and nothing dimmed. */
  light(region: Bounds | null): void {
    this.#region = region
  }

  draw(view: LayerView): void {
    this.#root.hidden = this.#region === null
    if (this.#region === null) return
    const { x, y, width, height } = litBox(this.#region, view)
    this.#lit.style.transform = `translate(${x}px, ${y}px)`
    this.#lit.style.width = `${width}px`
    this.#lit.style.height = `${height}px`
  }

  destroy(): void {
    this.#root.remove()
  }
}
