import { IMAGE_BYTES } from '@gamelan/protocol/limits'
import { expect, test, vi } from 'vitest'
import type { CanvasFile } from './images.ts'
import type { Painter, Size } from './incoming-image.ts'
import { EXCALIDRAW_BYTES, fitted, shrunk, takeInImage } from './incoming-image.ts'

// Node has no FileReader, and what it makes of a blob is not what these tests are about.
vi.mock(import('./data-url.ts'), async (original) => ({
  ...(await original()),
  dataUrlOf: (blob: Blob) => Promise.resolve(`data:${blob.type};base64,`),
}))

const file = (bytes: number, type: string) => new Blob([new Uint8Array(bytes)], { type })

/** Encodes into so many bytes a pixel, by type and quality; `knows` no other types. */
function painter(full: Size | undefined, perPixel: (type: string, quality: number) => number): Painter {
  return {
    size: () => Promise.resolve(full),
    encode: (_image, { width, height }, type, quality) =>
      Promise.resolve(file(Math.round(width * height * perPixel(type, quality)), type)),
  }
}

const NOISE = painter({ width: 1440, height: 1440 }, (type, quality) =>
  type === 'image/png' ? 3 : quality * 3,
)

test('an image is fitted as Excalidraw fits it: the longer side is 1440, and a smaller one stays', () => {
  expect(fitted({ width: 5760, height: 2880 })).toEqual({ width: 1440, height: 720 })
  expect(fitted({ width: 300, height: 200 })).toEqual({ width: 300, height: 200 })
  expect(fitted({ width: 90_000, height: 1 })).toEqual({ width: 1440, height: 1 })
})

test('[A6] what Excalidraw would refuse is written with less quality until it is taken', async () => {
  const smaller = await shrunk(file(10, 'image/png'), NOISE)
  expect(smaller?.type).toBe('image/webp')
  expect(smaller?.size).toBeLessThanOrEqual(EXCALIDRAW_BYTES)
})

test('a screenshot stays a PNG where that is small enough', async () => {
  const paint = painter({ width: 2880, height: 1800 }, () => 1)
  expect((await shrunk(file(10, 'image/png'), paint))?.type).toBe('image/png')
})

test('a browser that does not write WebP falls back on JPEG', async () => {
  const knowsNoWebp: Painter = {
    ...NOISE,
    encode: (image, size, type, quality) =>
      NOISE.encode(image, size, type === 'image/webp' ? 'image/png' : type, quality),
  }
  expect((await shrunk(file(10, 'image/png'), knowsNoWebp))?.type).toBe('image/jpeg')
})

test('what Excalidraw surely takes is left to it, and so is what cannot be decoded', async () => {
  const never = () => expect.fail('nothing was to be encoded')
  expect(await shrunk(file(10, 'image/png'), painter({ width: 1000, height: 1000 }, never))).toBeUndefined()
  expect(await shrunk(file(10, 'image/png'), painter(undefined, never))).toBeUndefined()
  expect(await shrunk(file(10, 'image/svg+xml'), painter(undefined, never))).toBeUndefined()
})

test('an SVG that is larger than Excalidraw likes is handed over as it is', async () => {
  const svg = file(EXCALIDRAW_BYTES + 1, 'image/svg+xml')
  expect(await shrunk(svg, NOISE)).toBe(svg)
})

function incoming(has: boolean) {
  const added: CanvasFile[] = []
  const kept: [id: string, image: Blob][] = []
  const options = {
    has: () => has,
    add: (one: CanvasFile) => void added.push(one),
    keep: (id: string, image: Blob) => Promise.resolve(void kept.push([id, image])),
    paint: NOISE,
    now: () => 7,
    tooLarge: 'larger than 10 MB',
  }
  return { added, kept, options }
}

test('[M12] a shrunk image is given to Excalidraw under the SHA-1 of the original, and once', async () => {
  const first = incoming(false)
  const id = await takeInImage(new Blob(['abc'], { type: 'image/png' }), first.options)
  expect(id).toBe('a9993e364706816aba3e25717850c26c9cd0d89d')
  expect(first.added).toMatchObject([{ id, mimeType: 'image/webp', created: 7 }])
  expect(first.added[0]?.dataURL).toMatch(/^data:image\/webp;base64,/)
  const again = incoming(true)
  await takeInImage(new Blob(['abc'], { type: 'image/png' }), again.options)
  expect(again.added).toEqual([])
})

test('[A6] an image over the limit is refused with our words', async () => {
  const { added, options } = incoming(false)
  await expect(takeInImage(file(IMAGE_BYTES + 1, 'image/png'), options)).rejects.toThrow('larger than 10 MB')
  expect(added).toEqual([])
})

test('[M12] what Excalidraw is about to show is kept first, in the form that it will show where that is known', async () => {
  const shrinks = incoming(false)
  const id = await takeInImage(new Blob(['abc'], { type: 'image/png' }), shrinks.options)
  expect(shrinks.kept.map(([id, { type }]) => [id, type])).toEqual([[id, 'image/webp']])

  const leaves = incoming(false)
  let isKept = (): void => expect.fail('nothing was kept')
  const original = new Blob(['abc'], { type: 'image/png' })
  const paint = painter({ width: 100, height: 100 }, () => expect.fail('nothing was to be encoded'))
  const told: string[] = []
  const taking = takeInImage(original, {
    ...leaves.options,
    paint,
    keep: (_id, image) => {
      told.push('keep')
      expect(image).toBe(original)
      return new Promise((resolve) => {
        isKept = resolve
      })
    },
  }).then((id) => told.push(id))
  await vi.waitUntil(() => told.length === 1)
  await new Promise((resolve) => setImmediate(resolve))
  expect(told).toEqual(['keep'])
  isKept()
  await taking
  expect(told).toEqual(['keep', id])
})
