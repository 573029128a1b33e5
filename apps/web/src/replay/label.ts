/** What an element is called in words: by the text on it, by what it joins, or by its kind. Pure. */
import type { BoardElement, ElementType } from '@gamelan/board-model'

/** `text` where it says something itself; `from` and `to` where it joins two that do. */
export type Label = {
  readonly type: ElementType
  readonly text: string | null
  readonly from: string | null
  readonly to: string | null
}

const LONGEST = 40

function short(text: string | undefined): string | null {
  const line = text?.replace(/\s+/g, ' ').trim() ?? ''
  if (line === '') return null
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}

/** The elements of a scene, by id, with the text that stands on each. */
export class Labels {
  readonly #byId: ReadonlyMap<string, BoardElement>
  readonly #texts = new Map<string, string>()

  constructor(elements: Iterable<BoardElement>) {
    const byId = new Map<string, BoardElement>()
    for (const element of elements) {
      byId.set(element.id, element)
      const text = short(element.originalText)
      const { containerId } = element
      if (element.type === 'text' && text !== null && !element.isDeleted && typeof containerId === 'string') {
        this.#texts.set(containerId, text)
      }
    }
    this.#byId = byId
  }

  of(element: BoardElement): Label {
    const { type, startBinding, endBinding } = element
    const isLine = type === 'arrow' || type === 'line'
    return {
      type,
      text: type === 'text' ? short(element.originalText) : (this.#texts.get(element.id) ?? null),
      from: isLine ? this.#bound(startBinding?.elementId) : null,
      to: isLine ? this.#bound(endBinding?.elementId) : null,
    }
  }

  #bound(id: string | undefined): string | null {
    const target = id === undefined ? undefined : this.#byId.get(id)
    if (target === undefined) return null
    return target.type === 'text' ? short(target.originalText) : (this.#texts.get(target.id) ?? null)
  }
}
