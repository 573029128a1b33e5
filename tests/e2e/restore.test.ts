/**
 * Files that go through a running server, beside what Excalidraw's own restore makes of them in Chromium (M1), and the SVG
 * that Excalidraw exports of what a hostile program wrote on a board (M11).
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Browser } from 'playwright-core'
import { createBoard } from '../support/boards.ts'
import { launchBrowser } from '../support/browser.ts'
import { connect } from '../support/client.ts'
import { openExcalidrawPage, type ExcalidrawPage } from '../support/excalidraw-page.ts'
import { startServer } from '../support/server.ts'

type Elements = Readonly<Record<string, unknown>>[]

let server: Awaited<ReturnType<typeof startServer>>
let browser: Browser
let excalidraw: ExcalidrawPage

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
  excalidraw = await openExcalidrawPage(browser)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** The file as a board gives it out that was begun with it. */
async function throughTheServer(text: string): Promise<Elements> {
  const { id, keys } = await createBoard(server.origin)
  const headers = { authorization: `Bearer ${keys.editor}`, 'content-type': 'application/json' }
  const at = `${server.origin}/api/boards/${id}`
  const imported = await fetch(`${at}/import`, { method: 'POST', headers, body: text })
  expect(imported.status).toBe(201)
  const scene = await fetch(`${at}/scene`, { headers })
  return ((await scene.json()) as { elements: Elements }).elements
}

const NAMES = ['id', 'x', 'y', 'width', 'height', 'points', 'roundness', 'startBinding', 'endBinding', 'text']

test('[fault P2] [fault P8] [M1] geometry is what Excalidraw’s restore makes of it', async () => {
  const sized = { x: 400, y: 330, width: -180, height: -170 }
  const up = { x: 600, y: 400, width: 0, height: -200 }
  const text = JSON.stringify({
    type: 'excalidraw',
    version: 2,
    elements: [
      { id: 'left', type: 'rectangle', x: 100, y: 100, width: 120, height: 60, roundness: { radius: 8 } },
      { id: 'right', type: 'rectangle', x: 520, y: 360, width: -120, height: -60 },
      { id: 'arrow', type: 'arrow', ...sized, points: [[0, 0], [-180, -170]], startBinding: { elementId: 'right', focus: 0, gap: 1 }, endBinding: { elementId: 'left', focus: 0, gap: 1 } }, // prettier-ignore
      { id: 'line', type: 'line', ...up, points: [[0, 0, 0.5], [0, -200, 0.25]] }, // prettier-ignore
      { id: 'moved', type: 'line', ...up, points: [[5, 5, 0.5], [5, -195, 0.25]] }, // prettier-ignore
      { id: 'stroke', type: 'freedraw', ...sized, points: [[0, 0, 0.5], [-180, -170, 0.25]], pressures: [] }, // prettier-ignore
      { id: 'text', type: 'text', ...sized, text: 'x', fontSize: 20, fontFamily: 5, lineHeight: 1.25 },
      { id: 'image', type: 'image', ...sized, fileId: null },
      { id: 'frame', type: 'frame', ...sized },
      { id: 'elbow', type: 'arrow', elbowed: true, x: 0, y: 0, width: 50, height: 0, points: [[0, 0], [50, 0]], startBinding: { elementId: 'left', focus: 0, gap: 1 }, endBinding: { elementId: 'right', focus: 0, gap: 1, fixedPoint: [0.5, -0.1] } }, // prettier-ignore
    ],
  })
  const theirs = await excalidraw.restore(text)
  const compared = (elements: Elements | readonly Elements[number][] | undefined) =>
    elements?.map((element) => Object.fromEntries(NAMES.map((name) => [name, element[name]])))
  expect(compared(await throughTheServer(text))).toEqual(compared(theirs))
})

test('[fault V21] [M11] an SVG of a hostile document names nothing outside of itself', async () => {
  const { id, keys } = await createBoard(server.origin)
  const program = connect(server.origin, id, { key: keys.editor, params: { saved: '1' } })
  await program.synced()
  const evil = 'url(http://evil.example/x)'
  const shape = {
    x: 0,
    y: 0,
    width: 90,
    height: 60,
    strokeColor: evil,
    backgroundColor: evil,
    fillStyle: evil,
  }
  const hostile: Elements = [
    { id: 'shape', type: 'rectangle', ...shape },
    { id: 'words', type: 'text', ...shape, text: 'words', originalText: 'words', fontFamily: evil },
    { id: `a), ${evil}`, type: 'arrow', ...shape, points: [[0, 0], [90, 60]], startArrowhead: evil, endArrowhead: evil }, // prettier-ignore
    { id: 'label', type: 'text', ...shape, text: 'label', containerId: `a), ${evil}` },
    { id: `f), ${evil}`, type: 'frame', ...shape, name: evil },
    { id: 'inside', type: 'ellipse', ...shape, frameId: `f), ${evil}` },
    { id: 'picture', type: 'image', ...shape, fileId: `#), ${evil}`, status: 'saved' },
    { id: 'embed', type: 'embeddable', ...shape, link: '//evil.example/embed' },
  ]
  program.doc.transact(() => {
    for (const { id: name, ...base } of hostile) {
      program.elements.set(String(name), new Y.Map([['base', { seed: 1, index: 'a0', ...base }]]))
    }
  })
  await program.allSaved()
  const headers = { authorization: `Bearer ${keys.editor}` }
  const scene = await fetch(`${server.origin}/api/boards/${id}/scene`, { headers })
  const { elements, appState } = (await scene.json()) as { elements: Elements; appState: Elements[number] }
  expect(elements.map((element) => element['id'])).toEqual(expect.arrayContaining(['shape', 'words']))
  const svg = await excalidraw.svg(elements, { ...appState, exportEmbedScene: false })
  // What is written on the board is text, wherever it seems to lead.
  const shown = svg.replaceAll(/<text[^]*?<\/text>/g, '')
  const outside = /.{0,40}(?:url\((?!"?#|&quot;#)|(?:href|src)="(?!"|#|data:)|evil\.example).{0,40}/g
  expect(shown.match(outside)).toBeNull()
  program.close()
})
