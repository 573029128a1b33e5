/**
 * A Vite plugin that mends one comparison in Excalidraw's undo (M8). It tells what a step changed by comparing
 * properties one level deep, so that in each step of an arrow, a line or a stroke stand its points, too, whatever was
 * changed of it: they are lists of pairs, copied for the comparison. An undo of a colour would then put back the
 * points that somebody else has moved meanwhile. Must never let a build through in which the comparison was not found.
 */
import type { Plugin } from 'vite'

/** `typeof a == "object" && typeof b == "object" && a !== null && b !== null && isShallowEqual(a, b)`, minified or not. */
const SHALLOW =
  /(typeof (\w+) ?={2,3} ?"object" ?&& ?typeof (\w+) ?={2,3} ?"object" ?&& ?\2 ?!== ?null ?&& ?\3 ?!== ?null ?&& ?)[\w$]+\(\2, ?\3\)/g
const MENDED = '$1isDeeplyEqualForUndo($2, $3)'
const MARK = 'distinctKeysIterator('

/** Becomes part of Excalidraw's module. */
const HELPER = `
function isDeeplyEqualForUndo(a, b) {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every((name) => Object.hasOwn(b, name) && isDeeplyEqualForUndo(a[name], b[name]))
}
`

export function undoOfWhatChanged(): Plugin {
  let isMended = false
  return {
    name: 'gamelan:undo-of-what-changed',
    enforce: 'pre',
    transform: {
      filter: { id: /@excalidraw/, code: `*${MARK}` },
      handler(code) {
        const places = code.match(SHALLOW)?.length ?? 0
        if (places !== 1)
          this.error(`Excalidraw’s undo compares in ${places} places: the way it tells a step has changed.`)
        isMended = true
        return { code: code.replace(SHALLOW, MENDED) + HELPER, map: null }
      },
    },
    generateBundle() {
      const isPart = [...this.getModuleIds()].some((id) => id.includes('@excalidraw'))
      if (isPart && !isMended) this.error('Excalidraw’s undo was not found.')
    },
  }
}
