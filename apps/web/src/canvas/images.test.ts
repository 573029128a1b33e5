import type { BoardElementLike } from '@gamelan/board-model'
import { BoardScene, createDocument, signErased, writeChanges } from '@gamelan/board-model'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { browserTimer } from '../sync/coalesce.ts'
import { fakeTimer } from '../sync/fake-timer.test-support.ts'
import type { UploadAnswer } from './image-http.ts'
import type { StoredImage } from './image-store.ts'
import type { CanvasFile, ImagesOptions } from './images.ts'
import { Images } from './images.ts'

// Node has no FileReader, and what it makes of a blob is not what these tests are about.
vi.mock(import('./data-url.ts'), async (original) => ({
  ...(await original()),
  dataUrlOf: async (blob: Blob) => `data:${blob.type};base64,${btoa(await blob.text())}`,
}))

const PNG = 'data:image/png;base64,aGVsbG8='
const image = (id: string, more: Record<string, unknown> = {}): BoardElementLike => ({
  id,
  type: 'image',
  x: 0,
  y: 0,
  width: 10,
  height: 10,
  index: `a${id}`,
  fileId: 'file',
  status: 'pending',
  ...more,
})

type Setup = {
  board?: BoardElementLike[]
  local?: boolean
  canWrite?: boolean
  kept?: StoredImage[]
  time?: Pick<ImagesOptions, 'timer' | 'now'>
}

function setup({ board = [image('1')], local = false, canWrite = true, kept = [], time }: Setup = {}) {
  const doc = new Y.Doc()
  createDocument(doc)
  writeChanges(
    doc,
    board.map((after) => ({ before: undefined, after })),
    { origin: 'test' },
  )
  const updates: unknown[] = []
  doc.on('update', () => updates.push(1))
  const scene = new BoardScene(doc)
  const files: Record<string, CanvasFile> = local
    ? { file: { id: 'file', mimeType: 'image/png', dataURL: PNG, created: 0 } }
    : {}
  const stored = new Map(kept.map((image) => [image.fileId, image]))
  const browser = { isAllThere: true, answers: true, stores: true }
  const server = { answer: { kind: 'stored' } as UploadAnswer, has: undefined as Blob | undefined }
  const asked: string[] = []
  const refused: string[] = []
  const waiting: string[] = []
  const reports: unknown[] = []
  const generations: number[] = []
  const timer = fakeTimer()
  const images = new Images({
    boardId: 'board',
    doc,
    scene,
    canWrite,
    files: () => files,
    addFiles: (added) => added.forEach((file) => (files[file.id] = file)),
    http: {
      upload: (fileId, _blob, generation) => {
        asked.push(`upload ${fileId}`)
        generations.push(generation)
        return Promise.resolve(server.answer)
      },
      download: (fileId) => {
        asked.push(`download ${fileId}`)
        return Promise.resolve(server.has)
      },
    },
    store: {
      put: (image) =>
        browser.stores
          ? Promise.resolve(void stored.set(image.fileId, image))
          : Promise.reject(new DOMException('full', 'QuotaExceededError')),
      list: () =>
        browser.answers ? Promise.resolve([...stored.values()]) : Promise.reject(new Error('no answer')),
      remove: (_board, fileId) => Promise.resolve(void stored.delete(fileId)),
    },
    isAllThere: () => browser.isAllThere,
    timer,
    now: () => 1_000,
    ...time,
    onRefused: (code) => refused.push(code),
    onWaiting: (code) => waiting.push(code),
    onReport: (report) => reports.push(report),
  })
  /** Lets everything that was begun come to its end. */
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    doc,
    scene,
    files,
    stored,
    browser,
    server,
    asked,
    refused,
    waiting,
    reports,
    generations,
    timer,
    images,
    settle,
    updates,
  }
}

test('[M12] an image that came in here goes to the server, and then all are told that it is there', async () => {
  const { images, scene, asked, stored, settle } = setup({ board: [image('1'), image('2')], local: true })
  await images.start()
  await settle()
  expect(asked).toEqual(['upload file'])
  expect([scene.get('1')?.['status'], scene.get('2')?.['status']]).toEqual(['saved', 'saved'])
  expect(stored.get('file')?.uploadedAt).toBe(1_000)
})

test('[M12] without the server it is kept, tried again, and at once when the server is back', async () => {
  const { images, scene, server, asked, stored, timer, settle } = setup({ local: true })
  server.answer = { kind: 'away' }
  await images.start()
  await settle()
  expect(stored.get('file')?.uploadedAt).toBeNull()
  timer.pass()
  await settle()
  expect(asked).toHaveLength(2)
  server.answer = { kind: 'stored' }
  images.retryNow()
  await settle()
  expect(asked).toHaveLength(3)
  expect(scene.get('1')?.['status']).toBe('saved')
})

test('[fault V7] of an image for which the server has no room its person hears once, and it is sent again', async () => {
  const { images, scene, server, asked, waiting, refused, timer, settle } = setup({ local: true })
  server.answer = { kind: 'away', code: 'server-full' }
  await images.start()
  await settle()
  timer.pass()
  await settle()
  expect([asked.length, waiting, refused]).toEqual([2, ['server-full'], []])
  expect(scene.get('1')?.['isDeleted']).toBe(false)
  server.answer = { kind: 'stored' }
  images.retryNow()
  await settle()
  expect(scene.get('1')?.['status']).toBe('saved')
})

test('[fault V10] images that never come share one request a minute, once their first tries are over', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const board = Array.from({ length: 20 }, (_, i) =>
    image(`${i}`, { fileId: `missing-${i}`, status: 'saved' }),
  )
  const { images, asked } = setup({ board, time: { timer: browserTimer, now: Date.now } })
  await images.start()
  await vi.advanceTimersByTimeAsync(35_000)
  const first = asked.length
  expect(first).toBe(20 * 6)
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(asked.length - first).toBeGreaterThanOrEqual(9)
  expect(asked.length - first).toBeLessThanOrEqual(10)
})

test('[M12] after a reload, what the server did not get is shown and sent', async () => {
  const blob = new Blob(['hello'], { type: 'image/png' })
  const { images, files, asked, settle } = setup({
    kept: [{ boardId: 'board', fileId: 'file', blob, uploadedAt: null }],
  })
  await images.start()
  expect(files['file']?.mimeType).toBe('image/png')
  await settle()
  expect(asked).toEqual(['upload file'])
})

test('after a reload, what no element shows is not kept any longer; what an undo can bring back is', async () => {
  const blob = new Blob(['hello'], { type: 'image/png' })
  const kept = { boardId: 'board', blob, uploadedAt: null }
  const { images, stored } = setup({
    board: [image('1', { isDeleted: true })],
    kept: [
      { ...kept, fileId: 'file' },
      { ...kept, fileId: 'never-shown' },
    ],
  })
  await images.start()
  expect([...stored.keys()]).toEqual(['file'])
})

test('[M12] while the browser’s copy of the board is not there yet, none of its images is let go of', async () => {
  const blob = new Blob(['hello'], { type: 'image/png' })
  const { images, browser, stored, files } = setup({
    board: [],
    kept: [{ boardId: 'board', fileId: 'file', blob, uploadedAt: null }],
  })
  browser.isAllThere = false
  await images.start()
  expect([...stored.keys()]).toEqual(['file'])
  expect(Object.keys(files)).toEqual(['file'])
})

test('[M12] what a busy browser did not answer after a reload, it is asked for again', async () => {
  const blob = new Blob(['hello'], { type: 'image/png' })
  const { images, browser, files, asked, timer, settle } = setup({
    kept: [{ boardId: 'board', fileId: 'file', blob, uploadedAt: null }],
  })
  vi.spyOn(console, 'warn').mockReturnValueOnce()
  browser.answers = false
  await images.start()
  expect(Object.keys(files)).toEqual([])
  browser.answers = true
  timer.pass()
  await settle()
  expect(Object.keys(files)).toEqual(['file'])
  await settle()
  expect(asked).toEqual(['download file', 'upload file'])
})

test('after a reload, what the server has is shown from here and not sent again', async () => {
  const blob = new Blob(['hello'], { type: 'image/png' })
  const { images, files, asked, settle } = setup({
    board: [image('1', { status: 'saved' })],
    kept: [{ boardId: 'board', fileId: 'file', blob, uploadedAt: 500 }],
  })
  await images.start()
  await settle()
  expect(Object.keys(files)).toEqual(['file'])
  expect(asked).toEqual([])
})

test('another’s image is fetched until it is there: no placeholder stays', async () => {
  const { images, server, files, asked, timer, settle, updates } = setup({
    board: [image('1', { status: 'saved' })],
  })
  await images.start()
  for (let i = 0; i < 5; i++) {
    await settle()
    timer.pass()
  }
  await settle()
  expect(asked).toHaveLength(6)
  server.has = new Blob(['hello'], { type: 'image/png' })
  timer.pass()
  await settle()
  expect(files['file']?.dataURL).toBe(PNG)
  expect(updates).toEqual([])
})

test('one that is still on its way is asked for after a while, and at once when it is there', async () => {
  const { doc, scene, images, asked, timer, settle } = setup()
  await images.start()
  expect(asked).toEqual([])
  timer.pass()
  await settle()
  expect(asked).toEqual(['download file'])
  const before = scene.get('1')
  if (!before) throw new Error('no image')
  writeChanges(doc, [{ before, after: { ...before, status: 'saved' } }], { origin: 'others' })
  images.look(['another'])
  await settle()
  expect(asked).toHaveLength(1)
  images.look(['1'])
  await settle()
  expect(asked).toHaveLength(2)
})

test('a refused image is taken off for all, with the reason', async () => {
  const { images, scene, server, refused, stored, timer, asked, settle } = setup({
    board: [image('1'), image('2')],
    local: true,
  })
  server.answer = { kind: 'refused', code: 'image-too-large' }
  await images.start()
  await settle()
  timer.pass()
  images.look()
  await settle()
  expect([scene.get('1')?.isDeleted, scene.get('2')?.isDeleted]).toEqual([true, true])
  expect(refused).toEqual(['image-too-large'])
  expect(asked).toHaveLength(1)
  expect(stored.size).toBe(0)
})

test('an image that is deleted meanwhile is not asked for for ever', async () => {
  const { doc, images, scene, asked, timer, settle } = setup({ board: [image('1', { status: 'saved' })] })
  await images.start()
  await settle()
  const before = scene.get('1')
  if (!before) throw new Error('no image')
  writeChanges(doc, [{ before, after: { ...before, isDeleted: true } }], { origin: 'others' })
  for (let i = 0; i < 3; i++) {
    timer.pass()
    await settle()
  }
  expect(asked.length).toBeLessThanOrEqual(2)
})

test('[A1] a viewer sends nothing', async () => {
  const { images, asked, settle } = setup({ local: true, canWrite: false })
  await images.start()
  await settle()
  expect(asked).toEqual([])
})

test('[M12] one that was uploaded before the page ended, but not marked, is marked by the next page', async () => {
  const blob = new Blob(['hello'], { type: 'image/png' })
  const kept = [{ boardId: 'board', fileId: 'file', blob, uploadedAt: 500 }]
  const { images, scene, asked, settle } = setup({ kept })
  await images.start()
  await settle()
  expect([scene.get('1')?.['status'], asked]).toEqual(['saved', []])
})

test('[H8] what was erased is not kept here any longer, though it was uploaded a moment ago', async () => {
  const blob = new Blob(['hello'], { type: 'image/png' })
  const kept = ['file', 'erased'].map((fileId) => ({ boardId: 'board', fileId, blob, uploadedAt: 900 }))
  const { images, stored, files } = setup({ kept })
  await images.start()
  expect([[...stored.keys()], Object.keys(files)]).toEqual([['file'], ['file']])
})

test('[H8] an image is sent with how often something was erased from the drawing that it is on', async () => {
  const { doc, images, generations, settle } = setup({ local: true })
  signErased(doc, 3)
  await images.start()
  // What comes while it is being sent makes an image from before no newer.
  signErased(doc, 4)
  await settle()
  expect(generations).toEqual([3])
})

test('[fault P3] an image that neither the server nor the browser has is reported until one of them has it', async () => {
  const { images, browser, server, reports, settle } = setup({ local: true })
  server.answer = { kind: 'away' }
  browser.stores = false
  await images.start()
  await settle()
  expect(reports.at(-1)).toEqual({ isUnsent: true, isStored: false })
  browser.stores = true
  images.retryNow()
  await settle()
  expect(reports.at(-1)).toEqual({ isUnsent: true, isStored: true })
  server.answer = { kind: 'stored' }
  images.retryNow()
  await settle()
  expect(reports.at(-1)).toEqual({ isUnsent: false, isStored: true })
})
