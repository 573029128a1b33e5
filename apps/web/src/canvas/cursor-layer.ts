/**
 * The others on the drawing: their cursors with names, and frames around what they have selected. A layer of its own
 * above Excalidraw, because Excalidraw paints cursors in colours it picks itself, inverts them in the dark theme, and
 * would render all of its page for each step of anyone's mouse.
 */
import type { BoardElement } from '@gamelan/board-model'
import type { StampedPresence } from '@gamelan/protocol/sync/awareness'
import classes from './cursor-layer.module.css'
import type { Box } from './selection-box.ts'
import { selectionBox } from './selection-box.ts'

/** What part of the drawing is on screen: sizes in pixels, scrolls in scene units, as in Excalidraw's app state. */
export type LayerView = {
  readonly scrollX: number
  readonly scrollY: number
  readonly zoom: { readonly value: number }
  readonly width: number
  readonly height: number
}

/** Room that a cursor needs to be seen at an edge, in pixels. */
const EDGE = 14

/** Space between an element and the frame around it, in pixels. */
const FRAME_GAP = 4

const ARROW = 'M1 1 L1 15 L5 11 L8 17 L11 15.5 L8 9.8 L13.5 9.5 Z'
const SVG = 'http://www.w3.org/2000/svg'

type Cursor = { readonly root: HTMLElement; readonly label: HTMLElement }

export class CursorLayer {
  readonly #root: HTMLElement
  readonly #cursors = new Map<number, Cursor>()
  readonly #frames = new Map<string, HTMLElement>()

  /** A layer inside `parent`, which is as large as the drawing. */
  constructor(parent: HTMLElement) {
    this.#root = document.createElement('div')
    this.#root.className = classes['layer'] ?? ''
    this.#root.setAttribute('aria-hidden', 'true')
    parent.append(this.#root)
  }

  /** Shows the others as they are now. `find` answers an element of the drawing. */
  draw(
    peers: ReadonlyMap<number, StampedPresence>,
    view: LayerView,
    find: (id: string) => BoardElement | undefined,
  ): void {
    this.#drawCursors(peers, view)
    this.#drawFrames(peers, view, find)
  }

  destroy(): void {
    this.#root.remove()
  }

  #drawCursors(peers: ReadonlyMap<number, StampedPresence>, view: LayerView): void {
    for (const [clientId, { root }] of this.#cursors) {
      if (peers.get(clientId)?.cursor) continue
      root.remove()
      this.#cursors.delete(clientId)
    }
    for (const [clientId, { cursor, user, idle }] of peers) {
      if (!cursor) continue
      const { root, label } = this.#cursors.get(clientId) ?? this.#addCursor(clientId)
      const x = (cursor.x + view.scrollX) * view.zoom.value
      const y = (cursor.y + view.scrollY) * view.zoom.value
      const shownX = Math.min(Math.max(x, 0), view.width - EDGE)
      const shownY = Math.min(Math.max(y, 0), view.height - EDGE)
      if (label.textContent !== user.name) label.textContent = user.name
      root.style.setProperty('--color', user.color)
      root.style.transform = `translate(${shownX}px, ${shownY}px)`
      root.dataset['dim'] = String(x !== shownX || y !== shownY || (idle ?? 'active') !== 'active')
      root.dataset['down'] = String(cursor.down)
    }
  }

  #addCursor(clientId: number): Cursor {
    const root = document.createElement('div')
    root.className = classes['cursor'] ?? ''
    const arrow = document.createElementNS(SVG, 'svg')
    arrow.setAttribute('viewBox', '0 0 16 19')
    const path = document.createElementNS(SVG, 'path')
    path.setAttribute('d', ARROW)
    arrow.append(path)
    const label = document.createElement('span')
    root.append(arrow, label)
    this.#root.append(root)
    const cursor = { root, label }
    this.#cursors.set(clientId, cursor)
    return cursor
  }

  #drawFrames(
    peers: ReadonlyMap<number, StampedPresence>,
    view: LayerView,
    find: (id: string) => BoardElement | undefined,
  ): void {
    const left = new Set(this.#frames.keys())
    for (const [clientId, { selection, user }] of peers) {
      for (const id of selection ?? []) {
        const element = find(id)
        if (!element || element.isDeleted) continue
        const key = `${clientId} ${id}`
        left.delete(key)
        this.#placeFrame(
          this.#frames.get(key) ?? this.#addFrame(key),
          selectionBox(element),
          user.color,
          view,
        )
      }
    }
    for (const key of left) {
      this.#frames.get(key)?.remove()
      this.#frames.delete(key)
    }
  }

  #addFrame(key: string): HTMLElement {
    const frame = document.createElement('div')
    frame.className = classes['frame'] ?? ''
    this.#root.prepend(frame)
    this.#frames.set(key, frame)
    return frame
  }

  #placeFrame(frame: HTMLElement, box: Box, color: string, { scrollX, scrollY, zoom }: LayerView): void {
    const x = (box.x + scrollX) * zoom.value - FRAME_GAP
    const y = (box.y + scrollY) * zoom.value - FRAME_GAP
    frame.style.setProperty('--color', color)
    frame.style.width = `${box.width * zoom.value + 2 * FRAME_GAP}px`
    frame.style.height = `${box.height * zoom.value + 2 * FRAME_GAP}px`
    frame.style.transform = `translate(${x}px, ${y}px) rotate(${box.angle}rad)`
  }
}
