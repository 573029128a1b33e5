/**
 * What FINDINGS knows of attacks by what is drawn: elements that run scripts, links that do, numbers that are none, and
 * images that are something else. Nothing of it reaches anybody's canvas, and two honest people notice nothing.
 */
import { expect, test } from 'vitest'
import { BoardScene } from '@gamelan/board-model'
import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { change, docOf } from '../../apps/server/src/rooms/admission.fake.ts'
import { costlySvg, png, rectangle, svg } from '../contracts/http-app.ts'
import { createBoard } from '../support/boards.ts'
import { bearer } from './scene.ts'
import { world } from './world.ts'

/** Of one image. */
const IMAGE_BYTES = 4096

const scene = world({
  EMBED_ORIGINS: 'https://wiki.example.org',
  LIMIT_IMAGE_BYTES: String(IMAGE_BYTES),
})

const editor = () => bearer(scene.board.keys.editor)
const at = (path: string) => `/api/boards/${scene.board.id}${path}`

/** Elements that no canvas may show, by id. */
const EVIL: readonly Record<string, unknown>[] = [
  rectangle('evil-iframe', { type: 'iframe', customData: { generationData: { html: '<script>' } } }),
  rectangle('evil-srcdoc', { type: 'iframe', srcDoc: '<script>alert(1)</script>' }),
  rectangle('evil-number', { x: 'NaN', y: null }),
  rectangle('evil-size', { width: 1e300 }),
  rectangle('evil-type', { type: 'script' }),
  { id: 'evil-nothing' },
]

/** What is in the drawing, as a document and on an honest person's canvas. */
async function drawing(): Promise<string> {
  const { text } = await scene.call('GET', at('/scene'), editor())
  return text + JSON.stringify(new BoardScene(scene.honest[0].doc).all())
}

test('[M11] elements that run scripts or break a canvas, by a file', async () => {
  const link = 'javascript:alert(document.cookie)'
  const elements = [...EVIL, rectangle('with-a-link', { link }), rectangle('sound')]
  const body = JSON.stringify({ type: 'excalidraw', elements })
  const answer = await scene.call(
    'POST',
    at('/import'),
    { ...editor(), 'content-type': 'application/json' },
    body,
  )
  expect(answer.status).toBe(201)
  await scene.noticedNothing()
  const text = await drawing()
  expect(text).toContain('sound')
  for (const evil of ['evil-', 'javascript:', 'srcDoc']) expect(text).not.toContain(evil)
})

test('[M11] the same by a program that writes into the document itself', async () => {
  const mallory = scene.attack()
  let client = 900
  for (const base of [...EVIL, rectangle('by-link', { link: ' JavaScript:alert(1)' })]) {
    const update = change(docOf(client++), (doc) => {
      const entry = new Y.Map([['base', base]])
      doc.getMap('elements').set(String(base['id']), entry)
    })
    await mallory.send(encodeUpdate(update))
  }
  await mallory.handled()
  await scene.noticedNothing()
  const text = await drawing()
  for (const evil of ['evil-', 'alert(']) expect(text).not.toContain(evil)
  mallory.leave()
})

test('[A8] an image that is a page, claims to be enormous, or takes the place of another', async () => {
  const put = (name: string, bytes: Buffer, type = 'image/png') =>
    scene.call('POST', at(`/files?fileId=${name}`), { ...editor(), 'content-type': type }, bytes)
  const html = Buffer.from('<!doctype html><script>alert(1)</script>')
  expect((await put('page', html)).text).toContain('not-an-image')
  expect((await put('bomb', png(1, 100_000, 100_000))).text).toContain('image-too-large')
  const heavy = Buffer.concat([png(1), Buffer.alloc(IMAGE_BYTES)])
  expect((await put('heavy', heavy)).text).toContain('image-too-large')
  expect((await put('first', png(1))).status).toBe(201)
  expect((await put('first', png(2))).status).toBe(200)
  const first = await fetch(scene.origin + at('/files/first'), { headers: editor() })
  expect(Buffer.from(await first.arrayBuffer()).equals(png(1))).toBe(true)

  expect((await put('svg', Buffer.from(svg), 'text/html')).status).toBe(201)
  const { headers } = await scene.call('GET', at('/files/svg'), editor())
  expect(headers.get('content-type')).toContain('image/svg+xml')
  expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
  expect(headers.get('content-disposition')).toMatch(/^attachment/)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('[fault V4] an SVG that no page could draw is refused, and an import leaves it out', async () => {
  const nested = costlySvg(22)
  const answer = await scene.call(
    'POST',
    at('/files?fileId=costly'),
    { ...editor(), 'content-type': 'image/svg+xml' },
    Buffer.from(nested),
  )
  expect(answer.status).toBe(413)
  expect(JSON.parse(answer.text)).toMatchObject({
    code: 'image-too-large',
    detail: expect.stringMatching(/SVG/),
  })
  const dataURL = `data:image/svg+xml;base64,${Buffer.from(nested).toString('base64')}`
  const image = { id: 'costly-image', type: 'image', x: 0, y: 0, width: 90, height: 90, fileId: 'costly' }
  const imported = await scene.call(
    'POST',
    at('/import'),
    { ...editor(), 'content-type': 'application/json' },
    JSON.stringify({
      type: 'excalidraw',
      elements: [rectangle('beside'), image],
      files: { costly: { id: 'costly', mimeType: 'image/svg+xml', dataURL } },
    }),
  )
  expect(imported.status).toBe(201)
  expect(JSON.parse(imported.text)).toMatchObject({ dropped: 1 })
  expect((await scene.call('GET', at('/files/costly'), editor())).status).toBe(404)
})

test('[A1] [A8] an image is for those on its board alone', async () => {
  const image = png(77)
  await scene.call('POST', at('/files?fileId=ours'), { ...editor(), 'content-type': 'image/png' }, image)
  const other = await createBoard(scene.origin, 'Elsewhere')
  const foreign = bearer(other.keys.facilitator)
  for (const headers of [{}, foreign]) {
    expect((await scene.call('GET', at('/files/ours'), headers)).status).toBe(404)
    expect((await scene.call('POST', at('/files?fileId=theirs'), headers, png(78))).status).toBe(404)
  }
  // Nor by naming it on a board of one's own.
  expect((await scene.call('GET', `/api/boards/${other.id}/files/ours`, foreign)).status).toBe(404)
})

test('[A7] a page that is not of EMBED_ORIGINS shows no board in a frame', async () => {
  for (const path of ['/', `/b/${scene.board.id}`]) {
    const { headers } = await scene.call('GET', path, { accept: 'text/html' })
    const ancestors = /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1]
    expect(ancestors).toBe("'self' https://wiki.example.org")
  }
})
