/**
 * Excalidraw alone on a page, which shows elements and measures how long that blocks the page. Plain JavaScript: it
 * is built for a bench alone.
 */
import { Excalidraw, CaptureUpdateAction } from '@excalidraw/excalidraw'
import '../src/canvas/canvas-room.ts'
import '../src/canvas/excalidraw.css'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

let api

/** Turns of the event loop until the frames that a change asks for are painted; answers the longest one, in ms. */
async function longestTurn(frames) {
  let longest = 0
  let at = performance.now()
  let isOver = false
  const { port1, port2 } = new MessageChannel()
  port1.addEventListener('message', () => {
    const now = performance.now()
    longest = Math.max(longest, now - at)
    at = now
    if (!isOver) port2.postMessage(0)
  })
  port1.start()
  port2.postMessage(0)
  for (let i = 0; i < frames; i++) await new Promise((resolve) => requestAnimationFrame(resolve))
  await new Promise((resolve) => setTimeout(resolve, 0))
  isOver = true
  return Math.max(longest, performance.now() - at)
}

const CLEAN = { scrollX: 0, scrollY: 0, zoom: { value: 1 }, selectedElementIds: {} }

window.sheet = {
  isReady: () => api !== undefined,
  async clear() {
    api.updateScene({ elements: [], appState: CLEAN, captureUpdate: CaptureUpdateAction.NEVER })
    await longestTurn(2)
  },
  /** How long the page is blocked, in ms, when these elements appear, and when somebody then zooms. */
  async show(elements, view = CLEAN) {
    await window.sheet.clear()
    api.updateScene({ appState: view, captureUpdate: CaptureUpdateAction.NEVER })
    await longestTurn(2)
    const began = performance.now()
    api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER })
    const call = performance.now() - began
    const shown = Math.max(call, await longestTurn(3))
    const context = document.querySelector('canvas.static').getContext('2d')
    const read = performance.now()
    context.getImageData(0, 0, 1, 1)
    return { shown: Math.max(shown, performance.now() - read), total: performance.now() - began }
  },
  /** As `show`, of a pointer that moves over what is shown. */
  async hover(x, y) {
    const canvas = document.querySelector('canvas.interactive')
    const began = performance.now()
    canvas.dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y, bubbles: true }))
    const call = performance.now() - began
    return Math.max(call, await longestTurn(2))
  },
}

createRoot(document.getElementById('root')).render(
  createElement(
    'div',
    { style: { height: '100%' } },
    createElement(Excalidraw, {
      excalidrawAPI: (given) => (api = given),
      validateEmbeddable: true,
      aiEnabled: false,
    }),
  ),
)
