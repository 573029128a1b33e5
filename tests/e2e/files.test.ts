/** Drawings and images in and out of the page, and what happens to those that cannot be let in. */
import { describe, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { checkoutPath } from '../support/drawings.ts'
import { SCENE_PATIENCE } from './person.ts'
import type { Scene } from './person.ts'
import { world } from './world.ts'

const here = world()

describe('drawings out', () => {
  test('[M1] a drawing is downloaded as it was dropped, and goes in again on another board', async () => {
    const kim = await here.arrive('Kim')
    const board = await kim.makeBoard(here.server.origin)
    await kim.dropFile('checkout.excalidraw', JSON.stringify(checkoutPath()))
    await expect.poll(async () => (await kim.scene(board)).elements.length, SCENE_PATIENCE).toBe(29)
    const { name, bytes } = await kim.download(en.board.exportExcalidraw)
    expect(name).toMatch(/\.excalidraw$/)
    const drawing = JSON.parse(bytes.toString()) as Scene
    const shapes = ({ elements }: Pick<Scene, 'elements'>) =>
      elements.map(({ id, type, x, y, width, height }) => ({ id, type, x, y, width, height }))
    expect(shapes(drawing)).toEqual(shapes(checkoutPath() as unknown as Scene))

    await kim.page.goto(here.server.origin)
    await kim.page.getByRole('button', { name: en.home.newBoard }).first().click()
    await kim.ready()
    const second = new URL(kim.page.url()).pathname.split('/').at(-1) ?? ''
    expect(second).not.toBe(board)
    await kim.dropFile(name, bytes.toString())
    await expect.poll(async () => shapes(await kim.scene(second)), SCENE_PATIENCE).toEqual(shapes(drawing))
  })

  test('PNG and SVG hold the scene, so that Excalidraw opens them again', async () => {
    const kim = await here.arrive('Kim')
    await kim.makeBoard(here.server.origin)
    await kim.drawRectangle({ x: 400, y: 200, width: 120, height: 80 })
    const png = await kim.download(en.board.exportPng)
    expect([
      png.bytes.subarray(1, 4).toString(),
      png.bytes.includes('application/vnd.excalidraw+json'),
    ]).toEqual(['PNG', true])
    const svg = await kim.download(en.board.exportSvg)
    expect(svg.bytes.toString()).toMatch(/^<svg[^]*payload-type:application\/vnd\.excalidraw\+json/)
  })

  test('[A7] an SVG with text carries the letters that are in it, in a font that a browser takes', async () => {
    const kim = await here.arrive('Kim')
    const board = await kim.makeBoard(here.server.origin)
    await kim.dropFile('checkout.excalidraw', JSON.stringify(checkoutPath()))
    await expect.poll(async () => (await kim.scene(board)).elements.length, SCENE_PATIENCE).toBe(29)
    const svg = (await kim.download(en.board.exportSvg)).bytes.toString()
    const fonts = [...svg.matchAll(/url\((data:font\/woff2;base64,[^)]+)\)/g)].map(([, font]) => font ?? '')
    expect(fonts).not.toEqual([])
    // Whole fonts would be 33,000.
    expect(fonts.join('').length).toBeLessThan(25_000)
    const loaded = fonts.map((font) =>
      kim.page.evaluate(async (font) => {
        const bytes = Uint8Array.from(atob(font.split(',')[1] ?? ''), (letter) => letter.charCodeAt(0))
        return (await new FontFace('test', bytes).load()).status
      }, font),
    )
    expect(await Promise.all(loaded)).toEqual(fonts.map(() => 'loaded'))
  })
})

describe('what cannot be let in', () => {
  test('an image over the limit is refused with its reason, and its element goes for all', async () => {
    const kim = await here.arrive('Kim')
    const lee = await here.arrive('Lee')
    const board = await kim.makeBoard(here.server.origin)
    await lee.open(await kim.linkFor('editor'))
    // The page shrinks what it can; a proxy's bound is what stays, so the answer stands in for it.
    await kim.page.route('**/api/boards/*/files*', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 413,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              type: 'about:blank',
              title: 'The image is too large',
              status: 413,
              code: 'image-too-large',
            }),
          })
        : route.fallback(),
    )
    await kim.pasteImage(300, 200, '#c2255c')
    await kim.page.getByText(en.problems['image-too-large']).waitFor()
    await expect
      .poll(
        async () => (await kim.scene(board)).elements.filter((element) => !element.isDeleted),
        SCENE_PATIENCE,
      )
      .toEqual([])
    await lee.seesNothing({ x: 500, y: 300, width: 280, height: 180 })
  })
})
