import { describe, expect, test } from 'vitest'
import { MAX_SVG_COST } from './limits.ts'
import { isSvgDrawable, svgCost } from './svg-cost.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const svg = (inside: string, attributes = 'viewBox="0 0 1000 1000"') =>
  bytes(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`,
  )
const many = (n: number, one: (i: number) => string) => Array.from({ length: n }, (_, i) => one(i)).join('')
const isDrawn = (inside: string) => isSvgDrawable(svg(inside))
const LEAF = '<rect width="9" height="9"/>'

/** 2^levels elements: each level refers twice to the one below, by what `twice` makes of its id. */
const tower = (
  levels: number,
  twice: (id: string) => string,
  wrap = (id: string, inside: string) => `<g id="${id}">${inside}</g>`,
) =>
  `<defs>${wrap('n0', LEAF)}${many(levels, (i) => wrap(`n${i + 1}`, twice(`n${i}`)))}</defs>${twice(`n${levels}`)}`
const byUse = (id: string) => `<use href="#${id}"/><use href="#${id}" x="1"/>`

describe('[fault V4] references are counted as often as they are drawn', () => {
  test.each([22, 30])('[fault V4] 2^%s rectangles by nested use', (levels) => {
    expect(svgCost(svg(tower(levels, byUse)))).toBe(Infinity)
    const byXlink = tower(levels, (id) => byUse(id).replaceAll('href', 'xlink:href'))
    expect(isDrawn(byXlink)).toBe(false)
  })

  test.each([
    ['an attribute', (url: string) => `fill="${url}"`],
    ['a style', (url: string) => `style="fill:${url}"`],
    ['a style with escapes', (url: string) => `style="fill:${url.replace('url', 'u\\72l')}"`],
    ['a style with a comment', (url: string) => `style="fill:/*;*/${url}"`],
    ['quotes', (url: string) => `style="fill:${url.replace('(', "('").replace(')', "')")}"`],
  ])('[fault V4] patterns inside patterns, by %s', (_name, by) => {
    const twice = (id: string) =>
      `<rect width="9" height="9" ${by(`url(#${id})`)}/><rect width="9" height="9" ${by(`url(#${id})`)}/>`
    const pattern = (id: string, inside: string) =>
      `<pattern id="${id}" width="9" height="9">${inside}</pattern>`
    expect(isDrawn(tower(22, twice, pattern))).toBe(false)
    expect(isDrawn(tower(2, twice, pattern))).toBe(true)
  })

  test.each([
    ['a class', (id: string) => `.c-${id}{fill:url(#${id})}`],
    ['an id', (id: string) => `g #x-${id}, g #y-${id}{fill:url(#${id})}`],
    ['a selector that is not clear', (id: string) => `:is(.c-${id}){fill:url("#${id}")}`],
    ['a rule behind a brace in quotes', (id: string) => `.c-${id}{content:"}x{";fill:url(#${id})}`],
    [
      'a rule behind a comment in quotes',
      (id: string) => `.c-${id}{content:"/*";fill:url(#${id});quotes:"*/"}`,
    ],
    ['a rule in a media query', (id: string) => `@media all{.c-${id}{fill:url(#${id})}}`],
    ['a rule with escapes', (id: string) => `.\\63-${id}{fill:u\\72l(#${id})}`],
  ])('[fault V4] patterns inside patterns, by %s of a stylesheet', (_name, rule) => {
    const twice = (id: string) =>
      `<rect id="x-${id}" class="c-${id}" width="9" height="9"/><rect id="y-${id}" class="c-${id}" width="9" height="9"/>`
    const pattern = (id: string, inside: string) =>
      `<pattern id="${id}" width="9" height="9">${inside}</pattern>`
    const sheet = `<style>${many(23, (i) => rule(`n${i}`))}</style>`
    expect(isDrawn(sheet + tower(22, twice, pattern))).toBe(false)
  })

  test('[fault V4] what a group paints with is painted for all that is inside, and by what a use shows', () => {
    const tile = `<pattern id="p" width="9" height="9">${many(300, () => LEAF)}</pattern>`
    const shapes = many(300, () => LEAF)
    expect(isDrawn(`${tile}${shapes}`)).toBe(true)
    expect(isDrawn(`${tile}<g fill="url(#p)">${shapes}</g>`)).toBe(false)
    expect(isDrawn(`${tile}<defs><g id="s">${shapes}</g></defs><use href="#s" fill="url(#p)"/>`)).toBe(false)
  })

  test('[fault V4] a marker is drawn at each point', () => {
    const marker = `<marker id="m" markerWidth="9" markerHeight="9">${many(50, () => LEAF)}</marker>`
    const line = `<path d="M0 0${many(1000, () => 'h1')}"`
    expect(isDrawn(`${marker}${line}/>`)).toBe(true)
    expect(isDrawn(`${marker}${line} marker-mid="url(#m)"/>`)).toBe(false)
    expect(isDrawn(`${marker}<g style="marker:url(#m)">${line}/></g>`)).toBe(false)
    expect(isDrawn(`${marker}${line} marker-end="url(#m)"/>`)).toBe(true)
  })

  test('[fault V4] an animation gives references, too', () => {
    const wide = `<defs><g id="w">${many(3000, () => LEAF)}</g></defs>`
    const use = (i: number) => `<use><set attributeName="href" to="#w"/><title>${i}</title></use>`
    expect(isDrawn(wide + use(0))).toBe(true)
    expect(isDrawn(wide + many(10, use))).toBe(false)
  })

  test('[fault V4] what refers to itself is drawn once, and circles end', () => {
    const own = `<pattern id="p" width="9" height="9"><rect width="9" height="9" fill="url(#p)"/></pattern>`
    expect(isDrawn(`${own}<rect width="9" height="9" fill="url(#p)"/>`)).toBe(true)
    expect(isDrawn('<g id="a"><use href="#a"/></g>')).toBe(true)
    const circle = (n: number) => many(n, (i) => `<g id="c${i}">${LEAF}<use href="#c${(i + 1) % n}"/></g>`)
    expect(isDrawn(circle(3))).toBe(true)
    // Each with each: a browser has n! ways through them.
    const all = many(16, (i) => `<g id="c${i}">${many(16, (k) => `<use href="#c${k}"/>`)}</g>`)
    expect(isDrawn(all)).toBe(false)
  })

  test('[fault V4] a circle hides nothing, wherever it is entered', () => {
    const levels = 24
    const nested = many(
      levels,
      (i) =>
        `<g id="a${i}"><g id="b${i}"><use href="#a${i}"/></g>${i > 0 ? many(2, () => `<use href="#b${i - 1}"/>`) : LEAF}</g>`,
    )
    expect(
      isDrawn(
        `<defs>${nested}</defs>${many(levels, (i) => `<use href="#a${i}"/>`)}<use href="#b${levels - 1}"/>`,
      ),
    ).toBe(false)
  })
})

describe('[fault V4] what is drawn has its price', () => {
  const filter = (inside: string) => `<filter id="f">${inside}</filter>`
  const WHOLE = '<rect width="1000" height="1000" filter="url(#f)"/>'
  test.each([
    ['rectangles', many(20_000, () => LEAF)],
    ['large rectangles', many(2_000, () => '<rect width="1000" height="1000"/>')],
    ['rectangles scaled up', `<g transform="scale(200)">${many(2_000, () => LEAF)}</g>`],
    [
      'gradients',
      `<linearGradient id="g"/>${many(200, () => '<rect width="1000" height="1000" fill="url(#g)"/>')}`,
    ],
    ['one path', `<path d="M0 0${many(60_000, (i) => `L${(i * 7919) % 983} ${(i * 6007) % 977}`)}"/>`],
    ['one stroke', `<path stroke="red" d="M0 0${many(20_000, (i) => `l${i % 7} ${i % 5}`)}"/>`],
    ['blurs', filter('<feGaussianBlur stdDeviation="9"/>') + many(20, () => WHOLE)],
    ['one noise', filter('<feTurbulence baseFrequency=".1" numOctaves="200"/>') + WHOLE],
    ['one convolution', filter('<feConvolveMatrix order="60"/>') + WHOLE],
    ['one morphology', filter('<feMorphology radius="50"/>') + WHOLE],
    ['lights', filter(many(8, () => '<feDiffuseLighting/>')) + WHOLE],
    ['dashes', '<path stroke="red" stroke-dasharray=".001" d="M0 0H1000"/>'],
    ['dashes of a group', '<g style="stroke-dasharray:.001"><circle r="400"/></g>'],
    ['dashes of a stylesheet', '<style>circle{stroke-dasharray:.001px}</style><circle r="400"/>'],
    ['dashes by a claimed length', '<path stroke-dasharray="1" pathLength="9999999" d="M0 0H1"/>'],
    [
      'masks',
      `<mask id="m">${LEAF}</mask>${many(99, () => '<rect width="1000" height="1000" mask="url(#m)"/>')}`,
    ],
    ['groups drawn apart', many(400, () => '<g opacity=".5"><rect width="1000" height="1000"/></g>')],
    ['blended groups', many(400, () => '<rect style="mix-blend-mode:multiply" width="1000" height="1000"/>')],
    [
      'shadows',
      `<text font-size="900" style="text-shadow:${Array(40).fill('0 0 9px red').join(',')}">a</text>`,
    ],
    ['text', `<text>${'a'.repeat(400_000)}</text>`],
    [
      'HTML',
      `<foreignObject width="9" height="9">${many(9_000, () => '<p xmlns="http://www.w3.org/1999/xhtml"/>')}</foreignObject>`,
    ],
  ])('[fault V4] %s', (_name, inside) => {
    expect(isDrawn(inside)).toBe(false)
  })

  test('[fault V4] images inside are looked into', () => {
    const inner = new TextDecoder().decode(svg(tower(22, byUse)))
    const base64 = btoa(inner)
    for (const url of [
      `data:image/svg+xml,${encodeURIComponent(inner)}`,
      `data:image/svg+xml;base64,${base64}`,
    ]) {
      expect(isDrawn(`<image width="9" height="9" href="${url}"/>`)).toBe(false)
      expect(isDrawn(`<rect style="mask:url('${url}')" width="9" height="9"/>`)).toBe(false)
    }
    // A PNG that says 30,000 x 30,000.
    const png = btoa('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\x06\0\0\0')
    expect(isDrawn(`<image width="9" height="9" href="data:image/png;base64,${png}"/>`)).toBe(false)
  })
})

describe('[fault V4] what cannot be followed costs too much', () => {
  test.each([
    [
      'entities',
      `<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>`,
    ],
    ['attributes by declaration', '<!DOCTYPE svg [<!ATTLIST g fill CDATA "url(#p)">]><svg/>'],
    ['an encoding that hides tags', '<?xml version="1.0" encoding="utf-7"?><svg/>'],
    ['a stylesheet from a data URL', '<?xml-stylesheet href="data:text/css,a"?><svg/>'],
    ['an import in a stylesheet', '<svg><style>@import "data:text/css,a";</style></svg>'],
    ['very deep elements', '<g>'.repeat(100_000)],
  ])('[fault V4] %s', (_name, text) => {
    expect(svgCost(bytes(text))).toBe(Infinity)
  })

  test.each([
    ['an instruction', (evil: string) => `<?x > <!-- ?>${evil}<!-- -->`],
    ['a comment that HTML ends sooner', (evil: string) => `<!-- --!> <desc a=" -->${evil}<!-- "> -->`],
    ['an empty comment', (evil: string) => `<!-->-->${evil}<!-- -->`],
    ['a section of text', (evil: string) => `<![CDATA[ <!-- ]]>${evil}<![CDATA[ --> ]]>`],
    [
      'a prefix',
      (evil: string) => evil.replaceAll('use', 's:use').replaceAll('<g', '<s:g').replaceAll('/g', '/s:g'),
    ],
  ])('[fault V4] nothing hides behind %s', (_name, hide) => {
    expect(isDrawn(hide(tower(22, byUse)))).toBe(false)
    expect(isDrawn(hide(tower(2, byUse)))).toBe(true)
  })

  test('[fault V4] a large file is read in one pass, and a costly one is not read to its end', () => {
    // Quadratic work on these would not end within the test.
    expect(isSvgDrawable(svg(`<desc>${'x'.repeat(10_000_000)}</desc>`))).toBe(true)
    expect(isSvgDrawable(svg(many(400_000, (i) => `<g id="i${i}" class="c"/>`)))).toBe(false)
    expect(isSvgDrawable(svg('<'.repeat(10_000_000)))).toBe(true)
    expect(
      isSvgDrawable(
        svg(`<style>${'.a{fill:url(#b)}'.repeat(500_000)}</style>${many(1000, () => '<g class="a"/>')}`),
      ),
    ).toBe(false)
    expect(isSvgDrawable(svg(`<g style="${'a:url(#b);'.repeat(500_000)}"/>`))).toBe(true)
    expect(isSvgDrawable(svg(`<g style="${'('.repeat(5_000_000)}"/>`))).toBe(true)
  })
})

test('[fault V4] ordinary images are drawn', () => {
  const icon =
    '<path stroke="currentColor" fill="none" stroke-width="2" d="M12 5l0 14M5 12l14 0a2 2 0 0 1-2 2z"/>'
  expect(svgCost(svg(icon, 'viewBox="0 0 24 24" width="24" height="24"'))).toBeLessThan(2_000)
  const bars = many(
    300,
    (i) =>
      `<g opacity=".8"><rect class="bar" x="${i * 3}" y="20" width="2" height="50"/></g><text x="${i * 3}" y="90">${i}</text>`,
  )
  expect(
    svgCost(svg(`<style>.bar{fill:url(#g)} text{font-size:9px}</style><linearGradient id="g"/>${bars}`)),
  ).toBeLessThan(MAX_SVG_COST / 2)
  const dots = many(2_000, (i) => `<use xlink:href="#dot" x="${i % 900}" y="${(i * 7) % 900}"/>`)
  expect(
    isDrawn(
      `<defs><path id="dot" d="M0 3a3 3 0 1 0 0-6z"/></defs><g clip-path="url(#c)">${dots}</g><clipPath id="c"><rect width="900" height="900"/></clipPath>`,
    ),
  ).toBe(true)
  const cards = many(
    12,
    (i) =>
      `<g filter="url(#f${i})"><rect x="${i * 80}" y="9" width="70" height="90" rx="4"/></g><filter id="f${i}" x="${i * 80}" y="0" width="90" height="110" filterUnits="userSpaceOnUse"><feFlood/><feOffset dy="4"/><feGaussianBlur stdDeviation="2"/><feBlend in="SourceGraphic"/></filter>`,
  )
  expect(isDrawn(cards)).toBe(true)
  const labels = many(
    150,
    (i) =>
      `<foreignObject width="99" height="30"><div xmlns="http://www.w3.org/1999/xhtml" style="display:flex;width:99px"><div>Step ${i}</div></div></foreignObject>`,
  )
  expect(isDrawn(labels)).toBe(true)
  const borders = many(
    60,
    (i) => `<rect x="${i}" width="90" height="60" fill="none" stroke="red" stroke-dasharray="8 4"/>`,
  )
  expect(isDrawn(borders)).toBe(true)
})
