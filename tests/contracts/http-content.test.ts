/**
 * Drawings, images and pictures over http: what goes in comes out, and what may not is refused with its reason.
 */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IMAGE_BYTES, IMPORT_BYTES, PICTURE_BYTES } from '@gamelan/protocol/limits'
import { BOARD_ELEMENTS } from '../../apps/server/src/limits.ts'
import { Person, databases, png, rectangle, startHttp, svg } from './http-app.ts'
import type { DatabaseServer, HttpApp } from './http-app.ts'

describe.each(databases)('drawings and images over http on %s', (_, startDatabases) => {
  let databaseServer: DatabaseServer
  let http: HttpApp
  let owner: Person
  let board: string
  let viewerKey: string

  beforeAll(async () => {
    databaseServer = await startDatabases()
    http = await startHttp(databaseServer)
    owner = new Person(http)
    const made = await owner.makeBoard('Checkout path')
    board = made.id
    viewerKey = made.keys.viewer
  })

  afterAll(async () => {
    await http.stop()
    await databaseServer.stop()
  })

  describe('drawings', () => {
    test('what goes in comes out, and each moment stays readable', async () => {
      const { id } = await owner.makeBoard('Drawing')
      const empty = await owner.call('GET', `/api/boards/${id}/scene`)
      expect(empty.body).toMatchObject({ type: 'excalidraw', elements: [], files: {} })
      expect(empty.headers['x-gamelan-seq']).toBe('1')

      const drawing = {
        type: 'excalidraw',
        version: 2,
        elements: [rectangle('one'), rectangle('two', { x: 300 })],
      }
      const imported = await owner.call('POST', `/api/boards/${id}/import`, drawing)
      expect(imported).toMatchObject({ status: 201, body: { added: ['one', 'two'], dropped: 0 } })

      const scene = await owner.call('GET', `/api/boards/${id}/scene`)
      expect(scene.headers['content-type']).toMatch('application/json')
      expect(scene.headers['x-gamelan-seq']).toBe(String(imported.body.seq))
      expect(scene.body.elements).toMatchObject(drawing.elements)
      const before = await owner.call('GET', `/api/boards/${id}/scene?at=1`)
      expect(before.body.elements).toEqual([])
      expect(before.headers['x-gamelan-seq']).toBe('1')
    })

    test('[UX UM4] a drawing lies beside what is there, as one group; on an empty board it is as it was', async () => {
      const { id } = await owner.makeBoard('Beside')
      const drawing = {
        type: 'excalidraw',
        elements: [
          rectangle('a', { groupIds: ['inner'] }),
          rectangle('b', { x: 300, groupIds: ['inner'] }),
          rectangle('c', { x: 300, y: 200 }),
        ],
      }
      const add = async (json: object) => (await owner.call('POST', `/api/boards/${id}/import`, json)).body
      const scene = async () => (await owner.call('GET', `/api/boards/${id}/scene`)).body.elements
      const first = await add(drawing)
      expect(first).toMatchObject({ group: null, at: { x: 10, y: 20, width: 390, height: 230 } })
      expect(await scene()).toMatchObject(drawing.elements)

      const [second, third] = [await add(drawing), await add(drawing)]
      expect(second.at).toEqual({ x: 480, y: 20, width: 390, height: 230 })
      expect(third.at).toEqual({ x: 950, y: 20, width: 390, height: 230 })
      const elements: { id: string; x: number; y: number; groupIds: string[] }[] = await scene()
      expect(elements.slice(0, 3)).toMatchObject(drawing.elements)
      for (const [i, { added, at, group }] of [second, third].entries()) {
        const placed = elements.slice(3 * (i + 1), 3 * (i + 2))
        expect(placed.map((element) => element.id)).toEqual(added)
        expect(placed.map(({ x, y }) => [x - at.x, y - at.y])).toEqual([
          [0, 0],
          [290, 0],
          [290, 180],
        ])
        const [a, b, c] = placed.map(({ groupIds }) => groupIds)
        expect([a?.length, a?.at(-1), c]).toEqual([2, group, [group]])
        expect(b).toEqual(a)
        expect(a?.[0]).not.toBe('inner')
      }
      expect(new Set(elements.flatMap(({ groupIds }) => groupIds)).size).toBe(5)

      // What is one group already, or one element, or a frame with what is inside of it, needs none.
      const group = (x: number) => rectangle(`g${x}`, { x, groupIds: ['own'] })
      expect((await add({ type: 'excalidraw', elements: [group(0), group(200)] })).group).toBeNull()
      expect((await add({ type: 'excalidraw', elements: [rectangle('alone')] })).group).toBeNull()
      const frame = rectangle('frame', { type: 'frame', width: 500, height: 400, name: null })
      const framed = [
        rectangle('in', { frameId: 'frame' }),
        rectangle('in too', { frameId: 'frame', x: 200 }),
        frame,
      ]
      const withFrame = await add({ type: 'excalidraw', elements: framed })
      expect(withFrame.group).toBeNull()
      const last = (await scene()).slice(-3)
      expect(last.map((element: { frameId: string | null }) => element.frameId)).toEqual([
        last[2].id,
        last[2].id,
        null,
      ])
      expect((await add({ type: 'excalidraw', elements: [] })).at).toBeNull()
    })

    test('a library is taken in, and what cannot be is counted', async () => {
      const { id } = await owner.makeBoard('Library')
      const library = {
        type: 'excalidrawlib',
        version: 2,
        libraryItems: [{ id: 'i', elements: [rectangle('a'), { ...rectangle('b'), type: 'iframe' }] }],
      }
      const { body } = await owner.call('POST', `/api/boards/${id}/import`, library)
      expect(body).toMatchObject({ dropped: 1 })
      expect(body.added).toHaveLength(1)
    })

    test('[M12] its images go to the store, and come out again inside the document', async () => {
      const { id } = await owner.makeBoard('Images')
      const dataURL = `data:image/png;base64,${png(1).toString('base64')}`
      const file = (id: string, dataURL: string) => ({ id, mimeType: 'image/png', dataURL, created: 1 })
      const image = (id: string, fileId: string) => rectangle(id, { type: 'image', fileId, status: 'saved' })
      const drawing = {
        type: 'excalidraw',
        elements: [image('good', 'f1'), image('bad', 'f2'), image('bare', 'f3')],
        files: { f1: file('f1', dataURL), f2: file('f2', 'data:image/png;base64,aGVsbG8=') },
      }
      const { body } = await owner.call('POST', `/api/boards/${id}/import`, drawing)
      expect(body).toMatchObject({ added: ['good', 'bare'], dropped: 1 })
      const { body: scene } = await owner.call('GET', `/api/boards/${id}/scene`)
      expect(Object.keys(scene.files)).toEqual(['f1'])
      expect(scene.files.f1).toMatchObject({ id: 'f1', mimeType: 'image/png', dataURL })
      expect((await http.logged(id)).includes(png(1).toString('base64').slice(0, 40))).toBe(false)
    })

    test('[M12] an image that comes under a name of another keeps its own content', async () => {
      const { id } = await owner.makeBoard('Names')
      await owner.bytes('POST', `/api/boards/${id}/files?fileId=f1`, png(1))
      const dataURL = `data:image/png;base64,${png(2).toString('base64')}`
      const drawing = {
        type: 'excalidraw',
        elements: [rectangle('image', { type: 'image', fileId: 'f1', status: 'saved' })],
        files: { f1: { id: 'f1', mimeType: 'image/png', dataURL, created: 1 } },
      }
      await owner.call('POST', `/api/boards/${id}/import`, drawing)
      const { body: scene } = await owner.call('GET', `/api/boards/${id}/scene`)
      expect(scene.elements[0].fileId).not.toBe('f1')
      expect(scene.files[scene.elements[0].fileId].dataURL).toBe(dataURL)
    })

    test('what is no drawing is refused, and the board is as it was', async () => {
      const { id } = await owner.makeBoard('Untouched')
      const before = (await owner.call('GET', `/api/boards/${id}/scene`)).headers['x-gamelan-seq']
      const path = `/api/boards/${id}/import`
      for (const bytes of ['', 'hello', '[]', '{"type":"excalidraw","elements":7}', '\u0000', '"\ud800"']) {
        const answer = await owner.bytes('POST', path, Buffer.from(bytes))
        expect(answer).toMatchObject({ status: 400, body: { code: 'not-a-drawing' } })
        expect(answer.body.detail).toBeTruthy()
      }
      expect((await owner.bytes('POST', path, Buffer.from([0xff, 0xfe]))).body.code).toBe('not-a-drawing')
      const large = await owner.bytes('POST', path, Buffer.alloc(IMPORT_BYTES + 1, 32))
      expect(large).toMatchObject({ status: 413, body: { code: 'drawing-too-large' } })
      expect((await owner.call('GET', `/api/boards/${id}/scene`)).headers['x-gamelan-seq']).toBe(before)
    })

    test('[A6] of one that the board has no room for nothing is kept, its images neither', async () => {
      const { id } = await owner.makeBoard('Full')
      const path = `/api/boards/${id}/import`
      await owner.call('POST', path, { type: 'excalidraw', elements: [rectangle('there')] })
      const before = (await owner.call('GET', `/api/boards/${id}/scene`)).headers['x-gamelan-seq']
      const image = png(90)
      const dataURL = `data:image/png;base64,${image.toString('base64')}`
      const elements = Array.from({ length: BOARD_ELEMENTS }, (_, i) => rectangle(`e${i}`))
      elements[0] = rectangle('image', { type: 'image', fileId: 'f1', status: 'saved' })
      const files = { f1: { id: 'f1', mimeType: 'image/png', dataURL, created: 1 } }
      const answer = await owner.call('POST', path, { type: 'excalidraw', elements, files })
      expect(answer).toMatchObject({ status: 413, body: { code: 'drawing-too-large' } })
      expect(answer.body.detail).toContain('on the board')
      expect((await owner.call('GET', `/api/boards/${id}/files/f1`)).body.code).toBe('file-unknown')
      expect(await http.blobs(createHash('sha256').update(image).digest('hex'))).toBe(0)
      expect((await owner.call('GET', `/api/boards/${id}/scene`)).headers['x-gamelan-seq']).toBe(before)
    })

    test('a moment that never was is unknown', async () => {
      for (const at of ['0', '99999']) {
        const answer = await owner.call('GET', `/api/boards/${board}/scene?at=${at}`)
        expect(answer).toMatchObject({ status: 404, body: { code: 'moment-unknown' } })
      }
      for (const at of ['-1', '1.5', 'x']) {
        expect((await owner.call('GET', `/api/boards/${board}/scene?at=${at}`)).body.code).toBe(
          'invalid-request',
        )
      }
    })
  })

  describe('files', () => {
    test('[M12] an image in, an image out', async () => {
      const stored = await owner.bytes('POST', `/api/boards/${board}/files?fileId=shot`, png(3))
      expect(stored).toMatchObject({
        status: 201,
        body: { fileId: 'shot', mimeType: 'image/png', bytes: png(3).length },
      })
      const viewer = await Person.join(http, board, viewerKey, 'Vera')
      const read = await viewer.call('GET', `/api/boards/${board}/files/shot`)
      expect(read.raw).toEqual(png(3))
      expect(read.headers).toMatchObject({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, max-age=31536000, immutable',
        'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      })
      const etag = String(read.headers['etag'])
      const again = await viewer.call('GET', `/api/boards/${board}/files/shot`, undefined, {
        'if-none-match': etag,
      })
      expect(again).toMatchObject({ status: 304, raw: Buffer.alloc(0) })
    })

    test('[M12] the first upload for a name wins; equal bytes are stored once', async () => {
      const path = `/api/boards/${board}/files?fileId=first`
      const first = await owner.bytes('POST', path, png(4))
      const second = await owner.bytes('POST', path, png(5))
      expect(second).toMatchObject({ status: 200, body: first.body })
      expect((await owner.call('GET', `/api/boards/${board}/files/first`)).raw).toEqual(png(4))
      const named = await owner.bytes('POST', `/api/boards/${board}/files`, png(4))
      expect(named).toMatchObject({ status: 201, body: { sha256: first.body.sha256 } })
      expect(first.body.sha256.startsWith(named.body.fileId)).toBe(true)
      expect(await http.blobs(first.body.sha256)).toBe(1)
    })

    test('[M12] of uploads at the same time one wins, and all are told which', async () => {
      const path = `/api/boards/${board}/files?fileId=race`
      const answers = await Promise.all([6, 7, 6, 7].map((n) => owner.bytes('POST', path, png(n))))
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
      expect(new Set(answers.map(({ body }) => body.sha256)).size).toBe(1)
    })

    test('[A8] an SVG is an image for a page and never a page itself', async () => {
      await owner.bytes('POST', `/api/boards/${board}/files?fileId=svg`, Buffer.from(svg), 'text/html')
      const { headers } = await owner.call('GET', `/api/boards/${board}/files/svg`)
      expect(headers).toMatchObject({
        'content-type': 'image/svg+xml',
        'content-disposition': 'attachment; filename="image.svg"',
        'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      })
    })

    test('[A8] what is no image, or too large a one, is refused with its reason', async () => {
      const upload = (bytes: Buffer) => owner.bytes('POST', `/api/boards/${board}/files`, bytes, 'image/png')
      expect((await upload(Buffer.alloc(0))).body.code).toBe('not-an-image')
      expect((await upload(Buffer.from('<!doctype html><script>1</script>'))).body.code).toBe('not-an-image')
      expect(await upload(Buffer.alloc(IMAGE_BYTES + 1))).toMatchObject({
        status: 413,
        body: { code: 'image-too-large' },
      })
      expect((await upload(png(1, 20_000, 20_000))).body.code).toBe('image-too-large')
      expect((await owner.bytes('POST', `/api/boards/${board}/files?fileId=../x`, png(1))).body.code).toBe(
        'invalid-request',
      )
      expect((await owner.call('GET', `/api/boards/${board}/files/nothing`)).body.code).toBe('file-unknown')
    })

    test('[A3] an image of one board is none of another', async () => {
      await owner.bytes('POST', `/api/boards/${board}/files?fileId=mine`, png(8))
      const { id } = await owner.makeBoard('Elsewhere')
      expect((await owner.call('GET', `/api/boards/${id}/files/mine`)).body.code).toBe('file-unknown')
    })
  })

  describe('pictures', () => {
    test('one for a board, in the list by an address that can be cached for ever', async () => {
      const kim = new Person(http)
      const { id } = await kim.makeBoard('Seen')
      expect((await kim.call('GET', `/api/boards/${id}/picture`)).body.code).toBe('picture-unknown')
      for (const n of [1, 2]) {
        expect((await kim.bytes('PUT', `/api/boards/${id}/picture`, png(n))).status).toBe(204)
        const { picture } = (await kim.call('GET', '/api/boards')).body.boards[0]
        const read = await kim.call('GET', picture)
        expect(read.raw).toEqual(png(n))
        expect(read.headers['cache-control']).toMatch('immutable')
      }
      const bare = await kim.call('GET', `/api/boards/${id}/picture?v=older`)
      expect(bare.headers['cache-control']).toBe('private, no-cache')
    })

    test('[A8] no SVG, no other bytes, no more than its limit', async () => {
      const put = (bytes: Buffer) => owner.bytes('PUT', `/api/boards/${board}/picture`, bytes)
      expect((await put(Buffer.from(svg))).body.code).toBe('not-an-image')
      expect((await put(Buffer.from('hello'))).body.code).toBe('not-an-image')
      expect((await put(Buffer.alloc(PICTURE_BYTES + 1))).body.code).toBe('picture-too-large')
    })
  })
})
