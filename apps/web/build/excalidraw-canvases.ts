/**
 * A Vite plugin that lets the page bound what Excalidraw paints at once (V4). Excalidraw keeps a canvas of up to 64 MB
 * for each element in view, and paints all of them over each other: a few hundred large shapes take the page's memory.
 * The page's `canvas-room.ts` says what is painted, and how many pixels a canvas has. Must never let a build through in
 * which one of the two places was not found.
 */
import type { Plugin } from 'vite'

/** `width * height * scale * scale > 16777216`, and the constant of the development build. */
const AREA = /(> ?)16777216( ?&& ?\(\w+ ?= ?Math\.sqrt\()16777216(?=\/)|(const AREA_LIMIT = )16777216/g
/** The head of `_renderStaticScene`, minified or not: the canvas, the elements in view, the scale and the app state. */
const RENDER =
  /(canvas:(\w+),rc:\w+,elementsMap:\w+,allElementsMap:\w+,visibleElements:(\w+),scale:(\w+),appState:(\w+),renderConfig:\w+\}\)=>\{if\(\w+===null\)return;)/g
const RENDER_IN_DEVELOPMENT =
  /(_renderStaticScene = \(\{\s*canvas,[^}]*visibleElements,[^}]*\}\) => \{\s*if \(canvas === null\) \{\s*return;\s*\})/g

const LIMIT = '(globalThis.gamelanCanvasRoom?.area ?? 16777216)'
const choose = (elements: string, canvas: string, scale: string, state: string) =>
  `${elements} = globalThis.gamelanCanvasRoom?.choose(${elements}, ${canvas}, ${scale}, ${state}) ?? ${elements};`

/** The code with both places replaced; undefined where there is not exactly one of each. */
export function withCanvasRoom(code: string): string | undefined {
  let areas = 0
  let renders = 0
  const mended = code
    .replace(AREA, (_all, more?: string, root?: string, constant?: string) => {
      areas += 1
      return constant === undefined ? `${more ?? ''}${LIMIT}${root ?? ''}${LIMIT}` : constant + LIMIT
    })
    .replace(RENDER, (_all, head: string, canvas: string, elements: string, scale: string, state: string) => {
      renders += 1
      return head + choose(elements, canvas, scale, state)
    })
    .replace(RENDER_IN_DEVELOPMENT, (_all, head: string) => {
      renders += 1
      return head + choose('visibleElements', 'canvas', 'scale', 'appState')
    })
  return areas === 1 && renders === 1 ? mended : undefined
}

export function boundedCanvases(): Plugin {
  let isMended = false
  return {
    name: 'gamelan:bounded-canvases',
    enforce: 'pre',
    transform: {
      filter: { id: /@excalidraw/, code: '32767' },
      handler(code) {
        const mended = withCanvasRoom(code)
        if (mended === undefined)
          this.error('Excalidraw sizes or paints the canvases of elements in another way.')
        isMended = true
        return { code: mended, map: null }
      },
    },
    generateBundle() {
      const isPart = [...this.getModuleIds()].some((id) => id.includes('@excalidraw'))
      if (isPart && !isMended) this.error('Excalidraw’s canvases were not found.')
    },
  }
}
