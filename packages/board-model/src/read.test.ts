/** Whatever stands in the document, what leaves it is valid (M11). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { elementsOf } from './document.ts'
import type { BoardElement } from './element.ts'
import { ELEMENT_TYPES, isId } from './element.ts'
import { sameValue } from './json.ts'
import * as limits from './limits.ts'
import { isSafeLink } from './link.ts'
import { isOrderKey } from './order.ts'
import { readElement } from './read.ts'
import { BoardScene } from './scene.ts'

/** What is read from an entry of these keys, as it arrives at another client. */
function readFrom(keys: Record<string, unknown>, id = 'e'): BoardElement | undefined {
  const sender = new Y.Doc()
  const entry = new Y.Map<unknown>()
  elementsOf(sender).set(id, entry)
  sender.transact(() => {
    for (const [key, value] of Object.entries(keys)) entry.set(key, value)
  })
  const receiver = new Y.Doc()
  Y.applyUpdate(receiver, Y.encodeStateAsUpdate(sender))
  const arrived = elementsOf(receiver).get(id)
  return arrived instanceof Y.Map ? readElement(id, arrived) : undefined
}

const base = (type: string, fields: Record<string, unknown> = {}) => ({ base: { type, ...fields } })

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).concat(Object.values(value).flatMap(keysOf))
}

/** The rules of M11, said again in the shortest way: what of them an element breaks. */
function faultsOf(element: BoardElement | undefined): string[] {
  if (!element) return []
  const { x, y, width, height, angle, opacity, strokeWidth, roughness, seed, version, versionNonce } = element
  const { points = [[0, 0]], pressures = [], groupIds, index, link } = element
  const numbers = [x, y, width, height, angle, opacity, strokeWidth, roughness, seed, version, versionNonce]
  const strings = element.type === 'text' ? [element.text, element.originalText, ...groupIds] : groupIds
  const rules = {
    type: ELEMENT_TYPES.includes(element.type),
    numbers: [...numbers, ...points.flat(), ...pressures].every(Number.isFinite),
    bounds: [x, y, width, height].every((length) => Math.abs(length) <= limits.MAX_COORDINATE),
    points: points.length > 0 && points.every((point) => point.length === 2),
    index: index === null || isOrderKey(index),
    link: link === null || isSafeLink(link),
    colour: element.strokeColor.length <= limits.MAX_WORD_LENGTH,
    strings: strings.every((value) => typeof value === 'string'),
    prototype: Object.getPrototypeOf(element) === Object.prototype,
    names: !keysOf(element).some((key) => ['__proto__', 'constructor', 'prototype'].includes(key)),
    json: sameValue(JSON.parse(JSON.stringify(element)), element),
  }
  return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]))
}

const junk = fc.oneof(
  fc.anything({ withNullPrototype: false, maxDepth: 3 }).filter(isStorable),
  fc.constantFrom(
    NaN,
    Infinity,
    -1e300,
    '',
    'javascript:alert(1)',
    [],
    [[]],
    [1],
    [1, 2, 3, 4],
    [NaN, 1],
    {},
  ),
  fc.array(fc.oneof(fc.double(), fc.integer()), { maxLength: 7 }),
  fc.constant({ elementId: 'a', focus: 1, nested: JSON.parse('{"__proto__": {"x": 1}, "constructor": 1}') }),
)

/** Yjs itself refuses what it cannot encode; a sender that does not use Yjs cannot send it either. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return false
  if (typeof value !== 'object' || value === null) return true
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false
  return !Object.hasOwn(value, 'constructor') && Object.values(value).every(isStorable)
}

const names = fc.constantFrom(
  ...'type x y width height angle points pressures text originalText link strokeColor strokeWidth'.split(' '),
  ...'opacity roundness groupIds frameId index isDeleted seed startBinding endBinding'.split(' '),
  ...'containerId fileId scale crop customData version updated elbowed fixedSegments fontSize'.split(' '),
  ...'lineHeight name versionNonce boundElements status pressures simulatePressure strange'.split(' '),
)
const groupKeys = fc.constantFrom('xy', 'wh', 'line', 'layout', 'points', 'text', 'junk', '.', '.__proto__')
const types = fc.constantFrom(...ELEMENT_TYPES)

describe('[M11] nothing unvalidated leaves the document', () => {
  test('[M11] arbitrary junk is read as a valid element or as none, and never throws', () => {
    let read = 0
    fc.assert(
      fc.property(
        types,
        fc.dictionary(names, junk, { maxKeys: 6 }),
        fc.dictionary(
          fc.oneof(
            groupKeys,
            names.map((name) => `.${name}`),
          ),
          junk,
          { maxKeys: 5 },
        ),
        (type, fields, keys) => {
          const element = readFrom({ ...keys, base: { type, points: [0, 0, 5, 5], ...fields } })
          if (!element) return
          read++
          expect(faultsOf(element)).toEqual([])
        },
      ),
      { numRuns: 2_000 },
    )
    expect(read).toBeGreaterThan(500)
  })

  test.each(ELEMENT_TYPES)('[M11] %s: Yjs types in the wrong places are no values', (type) => {
    const make = [() => new Y.Map(), () => new Y.Array(), () => new Y.Text('x'), () => new Uint8Array(3)]
    for (const key of [
      'base',
      'xy',
      'wh',
      'line',
      'layout',
      'points',
      'text',
      '.link',
      '.groupIds',
      '.odd',
    ]) {
      for (const value of make) {
        const element = readFrom({ ...base(type, { points: [0, 0, 1, 1] }), [key]: value() })
        expect(faultsOf(element)).toEqual([])
      }
    }
  })

  test.each(['iframe', 'selection', 'script', '', 5, null, '__proto__', ['rectangle']])(
    '[M11] no element of type %j',
    (type) => {
      expect(readFrom({ base: { type } })).toBeUndefined()
    },
  )

  test.each([
    ['x', NaN],
    ['y', Infinity],
    ['width', limits.MAX_COORDINATE * 2],
    ['height', '5'],
  ])('[M11] no element whose %s is %j', (name, value) => {
    expect(readFrom(base('rectangle', { [name]: value }))).toBeUndefined()
  })

  test('[M11] no line without points, with a broken one, or with too many', () => {
    for (const points of [
      undefined,
      [],
      [0],
      [0, NaN],
      [[0, 0], [1]],
      'x',
      Array(2 * limits.MAX_POINTS + 2).fill(0),
    ]) {
      expect(readFrom(base('line', { points }))).toBeUndefined()
      expect(
        readFrom({ ...base('freedraw', { points: [0, 0] }), points: [null, null, points] }),
      ).toBeUndefined()
    }
    expect(readFrom(base('line', { points: [[0, 0], [3, 4]] }))).toMatchObject({ width: 3, height: 4 }) // prettier-ignore
  })

  test.each([
    ['index', 'a', null],
    ['index', 'a1\u0000', null],
    ['opacity', 1e9, 100],
    ['strokeWidth', 0, 2],
    ['strokeColor', 'x'.repeat(limits.MAX_WORD_LENGTH + 1), '#1e1e1e'],
    ['groupIds', ['ok', '__proto__'], []],
    ['groupIds', Array(limits.MAX_GROUPS + 1).fill('g'), []],
    ['frameId', 'f'.repeat(limits.MAX_ID_LENGTH + 1), null],
    ['link', 'javascript:alert(1)', null],
    ['roundness', { type: 'x' }, null],
    ['isDeleted', 1, false],
  ])('[M11] %s %j falls back to its default', (name, value, fallback) => {
    expect(readFrom(base('rectangle', { [name]: value }))).toHaveProperty(name, fallback)
    expect(readFrom({ ...base('rectangle'), [`.${name}`]: value })).toHaveProperty(name, fallback)
  })

  test('[M11] free JSON is bounded in size and depth, and loses dangerous keys', () => {
    const deep = Array.from({ length: limits.MAX_JSON_DEPTH + 2 }).reduce<unknown>((inner) => ({ inner }), 1)
    const large = { text: 'x'.repeat(limits.MAX_JSON_SIZE) }
    for (const customData of [deep, large, [new Date(0)]]) {
      expect(readFrom(base('rectangle', { customData: customData as never }))).not.toHaveProperty(
        'customData.inner',
      )
    }
    expect(
      readFrom(base('rectangle', { a: large.text.slice(9_000), b: large.text.slice(9_000) })),
    ).not.toHaveProperty('b')
    const nested: unknown = { ok: { constructor: 1, prototype: 2, fine: 3 } }
    expect(readFrom(base('rectangle', { customData: nested }))?.['customData']).toEqual({ ok: { fine: 3 } })
  })

  test('[M11] a prototype of an attacker’s choice offers no property', () => {
    const doc = new Y.Doc()
    const entry = new Y.Map<unknown>()
    elementsOf(doc).set('e', entry)
    entry.set('base', Object.create({ type: 'rectangle', link: 'https://example.com' }))
    expect(readElement('e', entry)).toBeUndefined()
    entry.set('base', Object.assign(Object.create({ link: 'https://example.com' }), { type: 'rectangle' }))
    expect(readElement('e', entry)?.link ?? null).toBeNull()
  })

  test.each(['', '__proto__', 'constructor', 'x'.repeat(limits.MAX_ID_LENGTH + 1)])(
    '[M11] no element of id %j',
    (id) => {
      expect(readFrom(base('rectangle'), id)).toBeUndefined()
    },
  )

  test('[M11] entries that are no maps are not shown', () => {
    const doc = new Y.Doc()
    for (const [i, value] of [
      1,
      'x',
      null,
      { type: 'rectangle' },
      new Y.Array(),
      new Y.Text('x'),
    ].entries()) {
      elementsOf(doc).set(`e${i}`, value)
    }
    expect(new BoardScene(doc).all()).toEqual([])
  })

  test('[M11] what is handed out is no part of the document', () => {
    const doc = new Y.Doc()
    const entry = new Y.Map<unknown>()
    elementsOf(doc).set('e', entry)
    entry.set('base', { type: 'rectangle', groupIds: ['g'], customData: { a: [1] }, odd: { b: 1 } })
    const first = readElement('e', entry)
    for (const name of ['groupIds', 'customData', 'odd', 'boundElements']) {
      expect(readElement('e', entry)?.[name]).toEqual(first?.[name])
      expect(readElement('e', entry)?.[name]).not.toBe(first?.[name])
    }
  })

  test('a text that another program wrote plainly is read', () => {
    expect(readFrom(base('text', { text: 'hello' }))).toMatchObject({ text: 'hello', originalText: 'hello' })
  })
})

describe('[M11] colours and words', () => {
  const colors = ['#fff', '#FFF8', '#1e1e1e', '#1e1e1eff', 'red', 'transparent', 'rgb(1, 2, 3)', 'rgba(1 2 3 / 50%)', 'hsl(120deg 50% 50%)', 'HSLA(1.5rad, 1%, 2%, .5)'] // prettier-ignore
  const none = ['url(http://evil.example/x)', 'URL(#a)', "url('http://e')", 'image-set("http://e" 1x)', 'var(--x)', 'red;fill:url(x)', 'rgb(url(x))', 'rgb(1,2,3) url(x)', '#12', '#12345', 'ur\\6c(x)', 'red\n', ''] // prettier-ignore
  test.each(colors)('[fault V21] %j is a colour', (color) => {
    expect(readFrom(base('rectangle', { strokeColor: color }))).toMatchObject({ strokeColor: color })
  })
  test.each(none)('[fault V21] %j is none', (color) => {
    const read = readFrom(base('rectangle', { strokeColor: color, backgroundColor: color }))
    expect(read).toMatchObject({ strokeColor: '#1e1e1e', backgroundColor: 'transparent' })
    const changed = { ...base('rectangle'), '.strokeColor': color, '.backgroundColor': color }
    expect(readFrom(changed)).toMatchObject({ strokeColor: '#1e1e1e', backgroundColor: 'transparent' })
  })
  test.each(['url(x)', 'solid; x', 'a b', '"'])(
    '[fault V21] %j is no fill style and no arrowhead',
    (word) => {
      expect(
        readFrom(base('arrow', { fillStyle: word, points: [0, 0, 1, 1], endArrowhead: word })),
      ).toMatchObject({
        fillStyle: 'solid',
        endArrowhead: 'arrow',
      })
    },
  )
  test('[fault V21] an id cannot end the url() that names it in an exported SVG', () => {
    expect(isId('a), url(http://evil.example')).toBe(false)
  })
})

describe('[M11] [fault V23] elements with very many keys', () => {
  test('a map or a base of 100,000 keys is left out, and is not read', () => {
    const doc = new Y.Doc()
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]))
    const entry = new Y.Map<unknown>(Object.entries({ base: { type: 'rectangle' } }))
    elementsOf(doc).set('e', entry)
    for (let i = 0; i < 5_000; i++) entry.set(`.k${i}`, i)
    elementsOf(doc).set('f', new Y.Map([['base', { type: 'rectangle', ...many }]]))
    expect(new BoardScene(doc).all()).toEqual([])
  })
})

describe('[M11] links', () => {
  const safe = [
    'https://a.b/c',
    'HTTP://a.b',
    'mailto:a@b.c',
    '/b/1',
    '#part',
    '?element=x',
    'page.html',
    'a/b:c',
    'https://a.b/?u=//c',
  ]
  const unsafe = [
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:x',
    'java\u200bscript:x',
    'javascript&colon;x',
    'vbscript:x',
    'data:text/html,x',
    'file:///etc',
    'blob:x',
    '',
    'x'.repeat(5_000),
  ]
  test.each(safe)('[M11] %j may leave', (link) => expect(isSafeLink(link)).toBe(true))
  test.each([
    '//host/x',
    '/\\host',
    '\\/host',
    '\\\\host',
    ' //host',
    '/\t/host',
    '/\n\\host',
    '\u0000//host',
    '/\u200b/host',
    '/&sol;host',
  ])('[fault V20] [M11] %j may not: it is the host of another site', (link) =>
    expect(isSafeLink(link)).toBe(false),
  )
  test.each(unsafe)('[M11] %j may not', (link) => expect(isSafeLink(link)).toBe(false))
})
