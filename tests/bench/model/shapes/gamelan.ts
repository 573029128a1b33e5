/** This project's way: `packages/board-model` and the canvas binding, as they ship. */
import { BoardScene, createDocument, writeChanges } from '@gamelan/board-model'
import { CanvasBinding } from '../../../../apps/web/src/canvas/binding.ts'
import type { Shape } from './shape.ts'

/** Collects callbacks until they are due. */
function waiting() {
  const callbacks = new Set<() => void>()
  return {
    add(callback: () => void): () => void {
      callbacks.add(callback)
      return () => void callbacks.delete(callback)
    },
    pass(): void {
      const due = [...callbacks]
      callbacks.clear()
      for (const callback of due) callback()
    },
  }
}

export const gamelan: Shape = {
  add(doc, elements) {
    createDocument(doc)
    writeChanges(
      doc,
      elements.map((after) => ({ before: undefined, after })),
      { origin: 'bench' },
    )
  },
  write(doc, change) {
    writeChanges(doc, [change], { origin: 'bench' })
  },
  read: (doc) => new BoardScene(doc).all(),
  bind(doc, canvas) {
    const frames = waiting()
    const timer = waiting()
    const binding = new CanvasBinding({
      doc,
      scene: new BoardScene(doc),
      api: canvas.api,
      canWrite: true,
      frames: { request: (callback) => frames.add(callback) },
      timer: {
        set: (callback) => timer.add(callback),
        clear: (cancel) => (cancel as (() => void) | undefined)?.(),
      },
      random: () => 0.5,
      // A canvas measures text; here nobody types at the same time as another, so that none is measured.
      measure: () => ({}),
    })
    binding.start()
    return { changed: () => binding.changed(), frame: () => frames.pass(), rest: () => timer.pass() }
  },
}
