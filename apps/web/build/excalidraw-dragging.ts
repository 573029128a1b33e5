/**
 * A Vite plugin that makes dragging many elements cheap in Excalidraw. For each of the n dragged elements it copies
 * the list of all n, and builds a set of their ids: 1.6 s a step for 5,000 elements. Both are built once per step
 * here. Must never let a build through in which either place was not found.
 */
import type { Plugin } from 'vite'

/** `simultaneouslyUpdated: Array.from(dragged)`, minified or not. */
const LIST = /(simultaneouslyUpdated: ?)Array\.from\((\w+)\)/g
/** `(elements) => new Set((elements || []).map((element) => element.id))`, as an expression or a body. */
const IDS = /new Set\(\((\w+) ?\|\| ?\[\]\)\.map\(\(?(\w+)\)? ?=> ?\2\.id\)\)/g
const MARK = 'simultaneouslyUpdated'

/** Becomes part of Excalidraw's module. Excalidraw makes a new set for each step, and keeps it unchanged from here on. */
const HELPER = `
function onceForEach(make) {
  const made = new WeakMap()
  return (key) => {
    if (!made.has(key)) made.set(key, make(key))
    return made.get(key)
  }
}
const noElements = []
const listOfDragged = onceForEach((dragged) => Array.from(dragged))
const idsOfDragged = onceForEach((dragged) => new Set(dragged.map((element) => element.id)))
`

/** Lists what is dragged once a step, and not once for each element. */
export function draggingOfMany(): Plugin {
  let isMended = false
  return {
    name: 'gamelan:dragging-of-many',
    enforce: 'pre',
    transform: {
      filter: { id: /@excalidraw/, code: MARK },
      handler(code) {
        const lists = code.match(LIST)?.length ?? 0
        const sets = code.match(IDS)?.length ?? 0
        if (lists === 0 && sets === 0) return undefined
        if (lists !== 1 || sets !== 1)
          this.error(`Excalidraw lists what is dragged in ${lists} and ${sets} places: dragging has changed.`)
        isMended = true
        const mended = code
          .replace(LIST, '$1listOfDragged($2)')
          .replace(IDS, 'idsOfDragged($1 || noElements)')
        return { code: mended + HELPER, map: null }
      },
    },
    generateBundle() {
      const isPart = [...this.getModuleIds()].some((id) => id.includes('@excalidraw'))
      if (isPart && !isMended) this.error('Excalidraw’s dragging was not found.')
    },
  }
}
