import { describe, expect, test } from 'vitest'
import { SVG_TYPE, readImage } from './image.ts'

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )
const text = (source: string) => new TextEncoder().encode(source)

const PNG = bytes(
  [0x89],
  'PNG\r\n',
  [0x1a, 0x0a, 0, 0, 0, 13],
  'IHDR',
  [0, 0, 1, 0, 0, 0, 0, 80, 8, 6, 0, 0, 0],
)
const GIF = bytes('GIF89a', [3, 0, 2, 0, 0, 0, 0])
const BMP = bytes('BM', [...Array<number>(12).fill(0), 40, 0, 0, 0, 7, 0, 0, 0, 5, 0, 0, 0])
const JPEG = bytes([
  0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 9, 0, 4, 1, 1, 0x11, 0, 0xff, 0xd9,
])
const WEBP = bytes('RIFF', [22, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 19, 0, 0])
const ICO = bytes([0, 0, 1, 0, 1, 0, 16, 32, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0])
const AVIF = bytes(
  [0, 0, 0, 16],
  'ftypavif',
  [0, 0, 0, 0, 0, 0, 0, 48],
  'meta',
  [0, 0, 0, 0, 0, 0, 0, 36],
  'iprp',
  [0, 0, 0, 28],
  'ipco',
  [0, 0, 0, 20],
  'ispe',
  [0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 8],
)

describe('[A8] an image is known by its content', () => {
  test.each([
    ['image/png', PNG, 256, 80],
    ['image/gif', GIF, 3, 2],
    ['image/bmp', BMP, 7, 5],
    ['image/jpeg', JPEG, 4, 9],
    ['image/webp', WEBP, 10, 20],
    ['image/x-icon', ICO, 16, 32],
    ['image/avif', AVIF, 6, 8],
  ])('%s', (mimeType, image, width, height) => {
    expect(readImage(image)).toEqual({ mimeType, width, height })
  })

  test('an SVG, bare, and behind a prolog, comments and a document type with declarations', () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="40">'
    expect(readImage(text(svg))).toMatchObject({ mimeType: SVG_TYPE, width: 30, height: 40 })
    const long = `\ufeff<?xml version="1.0"?>\n<!-- ${'-> '.repeat(2000)} -->\n<!DOCTYPE svg [ <!ENTITY a "b>"> ]>\n${svg}`
    expect(readImage(text(long))).toMatchObject({ mimeType: SVG_TYPE, width: 30, height: 40 })
    expect(readImage(text('<svg xmlns="http://www.w3.org/2000/svg">'))).toMatchObject({ mimeType: SVG_TYPE })
  })

  test.each([
    ['nothing', text('')],
    ['a text', text('hello')],
    ['a page', text('<!doctype html><html><body><svg width="1" height="1"></svg></body></html>')],
    ['a page that begins with a comment', text('<!-- <svg width="1" height="1"> --><html></html>')],
    ['a document type without end', text('<!DOCTYPE svg [ <svg>')],
    ['a cut-off PNG', PNG.subarray(0, 10)],
    ['a PNG without area', bytes([...PNG.subarray(0, 16)], [0, 0, 0, 0, 0, 0, 0, 80, 8, 6, 0, 0, 0])],
    ['a kind that Excalidraw does not show', bytes('8BPS', [0, 1, ...Array<number>(40).fill(1)])],
  ])('%s is none', (_, image) => {
    expect(readImage(image)).toBeUndefined()
  })
})
