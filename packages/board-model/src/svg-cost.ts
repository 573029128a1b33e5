/**
 * What an SVG image costs to draw, in microseconds of one slow core. The formula is in MODEL.md ("What an SVG image
 * costs to draw"). Never takes time out of proportion to the file, and never counts less than a browser draws: what it
 * cannot follow (an entity, an unknown encoding, a circle of references) costs `Infinity`.
 */
import { Parser } from 'htmlparser2'
import { imageSize } from 'image-size'
import { MAX_SVG_COST } from './limits.ts'
import { UNCLEAR, dashesOf, keyOf, unescaped, withoutComments } from './svg-css.ts'
import * as geometry from './svg-outline.ts'
import type { Attributes, Bounds, Matrix } from './svg-outline.ts'

/** Prices in microseconds, measured at 1000 x 1000 pixels with software rendering on one slow core. */
const PRICE = {
  /** Every tag of the file, drawn or not. */
  tag: 10,
  byte: 0.012,
  outlineByte: 0.05,
  element: 20,
  htmlElement: 60,
  foreignObject: 500,
  image: 200,
  /** A pixel of an image inside that is decoded. */
  pixel: 0.01,
  letter: 3,
  /** A line of text, and a part of one that may be placed apart. */
  text: 180,
  tspan: 80,
  use: 50,
  dash: 2.5,
  /** A point of an outline, and all of them with each other: of many that lie close each is compared with many. */
  fillPoint: 2,
  fillPairs: 2e-4,
  strokePoint: 8,
  strokePairs: 3e-3,
  /** The outline of one element, in heights of the view, squared: so many of its lines cross each other. */
  fillCrossings: 0.015,
  strokeCrossings: 0.04,
  /** Painting with something, whatever its size. */
  reference: 40,
  filter: 300,
  /** A rule of a stylesheet that every element is compared with: for a letter of its selector. */
  rule: 0.005,
  /** A shape with dashes that do not grow with it: they may be as many as a browser draws at all. */
  unscaledDashes: 5_000,
} as const

/** Prices for what covers the whole view; less in proportion where it covers less. */
const WHOLE = {
  fill: 400,
  image: 1_600,
  gradient: 4_500,
  pattern: 3_500,
  clip: 1_000,
  text: 1_600,
  /** A clip of several shapes or of text. */
  drawnClip: 9_000,
  mask: 21_000,
  /** A group that is drawn apart: opacity, blending. */
  layer: 4_000,
  /** Applying a filter, beside its primitives. */
  filter: 10_000,
  /** An effect of CSS: a blur, a shadow. */
  effect: 60_000,
} as const

/** A primitive of a filter. */
const PRIMITIVE = 20_000
const PRIMITIVES: ReadonlyMap<string, number> = new Map([
  ['fegaussianblur', 35_000],
  ['fedropshadow', 80_000],
  ['feturbulence', 15_000],
  ['feconvolvematrix', 230_000],
  ['femorphology', 550_000],
  ['fediffuselighting', 110_000],
  ['fespecularlighting', 110_000],
  ['fedisplacementmap', 50_000],
  ['fecolormatrix', 7_000],
  ['fecomponenttransfer', 8_000],
  ['fecomposite', 16_000],
  ['feflood', 2_000],
  ['feoffset', 4_000],
  ['fetile', 6_000],
  ['femerge', 2_000],
  ['femergenode', 9_000],
])
/** What stands inside of a primitive. */
const PARTS_OF_PRIMITIVES = /^fe(?:func|distantlight|pointlight|spotlight)/

/** How deep elements and references lie within each other. Past it the cost is Infinity. */
const MAX_DEPTH = 1_000
/** Elements that are looked at while references are followed: each once, but for those in circles. */
const MAX_STEPS = 50_000
/** SVG images inside SVG images. */
const MAX_NESTED = 3
/** Characters that are parsed before the limit is looked at again. */
const PORTION = 64 * 1024
/** The outline of a letter, in heights of it. */
const LETTER_LENGTH = 6

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))
/** They are drawn only where something refers to them, or never. */
const UNDRAWN = words(
  'defs symbol clippath mask marker pattern lineargradient radialgradient filter style script title desc metadata ' +
    'animate set animatetransform animatemotion animatecolor mpath',
)
const ANIMATION = /^(?:animate|set)/
const SPANS = /^(?:colspan|rowspan|span|cols|rows)$/
const OUTLINES = /^(?:d|points|values|from|to|by|path)$/
const SIZES = /^(?:r|rx|ry|width|height|x|y|cx|cy)$/
const MOVES = /^(?:transform|translate|scale|rotate|zoom|offset|offset-path|-webkit-transform)$/
/** Properties whose reference is applied once to the element and not to what is inside. */
const ONCE = /^(?:filter|mask|clip-path|mask-image|-webkit-mask|-webkit-mask-image|-webkit-filter)$/
const LAYERED =
  /^(?:opacity|mix-blend-mode|isolation|will-change|filter|-webkit-filter|backdrop-filter|mask|mask-image)$/
/** Values of those that change nothing, or are priced as references. */
const PLAIN = /^\s*(?:1(?:\.0*)?|none|normal|auto|inherit|url\([^)]*\))\s*(?:!|;|$)/
const SHADOWED =
  /^(?:text-shadow|box-shadow|-webkit-box-shadow|background|background-image|background-color|border|outline)$/
const ADDRESSES = /(?:url|src|image-set)\(\s*(?:(["'][^"')]*)|([^)]*))/gi
/** In these a tag is a tag, whatever stands before it. */
const SAFE_ENCODING = /^(?:utf-?8|us-ascii|ascii|iso-8859-\d+|latin1|windows-125\d)$/i

/** What an attribute, a style or a rule of a stylesheet adds to an element. */
type Effect = {
  own: number
  /** What it adds where the element covers the whole view. */
  whole: number
  /** Its transform or its size is not plain numbers. */
  isUnplaced: boolean
  /** Whether it has a stroke; undefined where nothing says so. */
  isStroked: boolean | undefined
  /** How much longer its outline is at most. */
  length: number
  /** The length of its dashes and gaps together; Infinity where it has none. */
  dash: number
  /** References that the element applies once. */
  once: string[]
  /** References that everything inside applies, too: each element, and each point of its outline. */
  paints: string[]
  markers: string[]
}

/** What elements inherit. */
type Context = {
  readonly paints: readonly string[]
  readonly markers: readonly string[]
  readonly dash: number
  readonly isStroked: boolean
  readonly parent: Context | undefined
}

type Shape = Effect & {
  readonly name: string
  readonly parent: Shape | undefined
  readonly children: Shape[]
  readonly uses: string[]
  /** By which a rule of a stylesheet may mean it. */
  readonly keys: readonly string[]
  readonly isHtml: boolean
  readonly attributes: Attributes
  matrix: Matrix | undefined
  bounds: Bounds
  points: number
  letters: number
  context: Context | undefined
}

/** What drawing something costs, but for what depends on its size. */
type Cost = {
  fixed: number
  /** By the areas of the parts, in parts of the view; and where each covers the whole view. */
  paint: number
  full: number
  /** By the lengths of the outlines, squared. */
  crossings: number
}

/**
 * All that is drawn with an element, references included, where its parent has it. `low`: the outermost of those that are
 * being worked out which this came back to; such a result is good for the way to it alone.
 */
type Drawn = Cost & {
  elements: number
  points: number
  length: number
  area: number
  bounds: Bounds
  low: number
}
/** What applying something costs: `whole` where the element that applies it covers the whole view. */
type Applied = { fixed: number; whole: number }
type Inherited = { paint: Applied; marker: Cost; low: number }

const freeOfCost = (): Cost => ({ fixed: 0, paint: 0, full: 0, crossings: 0 })
const nothingDrawn = (): Drawn => ({
  ...freeOfCost(),
  elements: 0,
  points: 0,
  length: 0,
  area: 0,
  bounds: geometry.NOWHERE,
  low: Infinity,
})
const totalOf = ({ fixed, paint, full, crossings }: Cost): number => fixed + Math.min(paint, full) + crossings

const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b)
const noEffect = (): Effect => ({
  own: 0,
  whole: 0,
  isUnplaced: false,
  isStroked: undefined,
  length: 0,
  dash: Infinity,
  once: [],
  paints: [],
  markers: [],
})
const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1).toLowerCase()

/** Microseconds that it takes to draw an SVG image once. Infinity: more than `limit`, or it cannot be told. */
export function svgCost(bytes: Uint8Array, limit = MAX_SVG_COST): number {
  return costOf(bytes, limit, 0)
}

/** Whether a page can draw an SVG image without freezing. */
export function isSvgDrawable(bytes: Uint8Array): boolean {
  return svgCost(bytes) <= MAX_SVG_COST
}

function costOf(bytes: Uint8Array, limit: number, nested: number): number {
  if (nested > MAX_NESTED || bytes.length * PRICE.byte > limit) return Infinity
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024))
  const encoding = /^[^<]*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1] ?? 'utf-8'
  if (!SAFE_ENCODING.test(encoding)) return Infinity
  const markup = withoutRemarks(new TextDecoder(encoding).decode(bytes))
  if (markup === undefined) return Infinity
  const file = new SvgFile(limit, nested)
  file.read(markup)
  const cost = file.cost()
  return cost <= limit ? cost : Infinity
}

/**
 * The tags and the text of an XML file, or undefined where something else decides what they mean: declarations inside a
 * document type, or a stylesheet from a data URL. A parser that is made for HTML ends some of these elsewhere than XML.
 */
function withoutRemarks(xml: string): string | undefined {
  const parts: string[] = []
  let from = 0
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const next = xml[at + 1]
    if (next !== '!' && next !== '?') {
      at++
      continue
    }
    parts.push(xml.slice(from, at))
    const isCdata = xml.startsWith('<![CDATA[', at)
    const mark = next === '?' ? '?>' : xml.startsWith('<!--', at) ? '-->' : isCdata ? ']]>' : '>'
    // Of a comment the first two hyphens are not the last.
    const end = xml.indexOf(mark, at + (mark === '-->' ? 4 : 2))
    const remark = end < 0 ? xml.slice(at) : xml.slice(at, end)
    if (mark === '>' && (/[[<]/.test(remark.slice(1)) || !/^<!doctype\s/i.test(remark))) return undefined
    if (remark.startsWith('<?xml-stylesheet') && /data:|&/i.test(remark)) return undefined
    if (isCdata) parts.push(remark.slice('<![CDATA['.length).replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
    if (end < 0) return parts.join('')
    at = from = end + mark.length
  }
  parts.push(xml.slice(from))
  return parts.join('')
}

/** One SVG file: what is in it, by name, and what it costs. */
class SvgFile {
  readonly #limit: number
  readonly #nested: number
  readonly #shapes: Shape[] = []
  readonly #byId = new Map<string, Shape>()
  readonly #rules = new Map<string, Effect>()
  readonly #images = new Map<string, number>()
  readonly #drawn = new Map<Shape, Drawn>()
  readonly #inherited = new Map<Context, Inherited>()
  /** What is being worked out, and how deep. */
  readonly #open = new Map<Shape | Context, number>()
  /** The cost of all that is done once, or only read. */
  #fixed = 0
  #steps = 0
  #sheet = ''
  #depth = 0
  /** The longer side of what is shown, and the largest letters. */
  #view = 100
  /** The area and the shorter side of what is shown. */
  #viewArea = 0
  #viewSide = 0
  #strokeWidth = 1
  #letter = 16
  #isAllInherited = false
  #hasDashes = false

  constructor(limit: number, nested: number) {
    this.#limit = limit
    this.#nested = nested
  }

  read(markup: string): void {
    this.#fixed += markup.length * PRICE.byte
    // An escape may spell any of these.
    this.#isAllInherited = /\binherit\b|var\(|attr\(|\\/i.test(markup)
    this.#hasDashes = /dash|\\/i.test(markup)
    let current: Shape | undefined
    const parser = new Parser(
      {
        onopentag: (name, attributes) => {
          this.#fixed += PRICE.tag
          if (++this.#depth > MAX_DEPTH) this.#fixed = Infinity
          if (!this.#isOver()) current = this.#shape(localName(name), attributes, current)
        },
        onclosetag: () => {
          this.#depth--
          current = current?.parent
        },
        ontext: (text) => {
          if (current?.name === 'style') this.#sheet += text
          else if (current) current.letters += text.trim().length
        },
      },
      { xmlMode: true },
    )
    for (let at = 0; at < markup.length && !this.#isOver(); at += PORTION)
      parser.write(markup.slice(at, at + PORTION))
    if (!this.#isOver()) parser.end()
  }

  cost(): number {
    this.#readSheet()
    for (const shape of this.#shapes) {
      if (this.#isOver()) return Infinity
      this.#settle(shape)
    }
    const [root] = this.#shapes
    if (root) this.#measureView(root)
    const drawn = root ? totalOf(this.#draw(root)) : 0
    return this.#fixed + drawn
  }

  #isOver(): boolean {
    return !(this.#fixed <= this.#limit)
  }

  #shape(name: string, attributes: Readonly<Record<string, string>>, parent: Shape | undefined): Shape {
    const keys = ['*', name]
    const isHtml = parent !== undefined && (parent.isHtml || parent.name === 'foreignobject')
    // Written out: made for each tag, and a copy of others takes several times as long.
    const shape: Shape = {
      own: 0,
      whole: 0,
      isUnplaced: false,
      isStroked: undefined,
      length: 0,
      dash: Infinity,
      once: [],
      paints: [],
      markers: [],
      name,
      parent,
      children: [],
      uses: [],
      keys,
      isHtml,
      attributes,
      matrix: undefined,
      bounds: geometry.NOWHERE,
      points: 0,
      letters: 0,
      context: undefined,
    }
    shape.own = isHtml ? PRICE.htmlElement : ownPrice(name)
    for (const [full, value] of Object.entries(attributes)) {
      const attribute = localName(full)
      if (attribute === 'id') {
        keys.push(`#${value}`)
        if (!this.#byId.has(value)) this.#byId.set(value, shape)
      } else if (attribute === 'class') {
        for (const one of new Set(value.split(/\s+/))) keys.push(`.${one}`)
      } else if (attribute === 'style') this.#declare(value, shape)
      else if (attribute === 'href' || attribute === 'src') this.#refer(shape, value)
      else if (attribute === 'transform') shape.matrix = geometry.transformOf(value)
      else if (attribute === 'viewbox') {
        for (const side of value.split(/[\s,]+/)) this.#view = Math.max(this.#view, Number(side) || 0)
      } else if (SPANS.test(attribute)) shape.own += Math.abs(Number(value)) || 0
      else this.#apply(attribute, value, shape)
    }
    if (parent && ANIMATION.test(name)) this.#animate(parent, attributes)
    this.#shapes.push(shape)
    parent?.children.push(shape)
    return shape
  }

  /** An animation gives its values to the element around it, or to another. */
  #animate(parent: Shape, attributes: Readonly<Record<string, string>>): void {
    const property = localName(attributes['attributeName'] ?? '')
    const isElsewhere = Object.keys(attributes).some((name) => localName(name) === 'href')
    for (const name of ['values', 'from', 'to', 'by'])
      for (const value of (attributes[name] ?? '').split(';')) {
        if (isElsewhere && (property === 'href' || /url|\\/i.test(value))) this.#fixed = Infinity
        else if (property === 'href') this.#refer(parent, value)
        else this.#apply(property, value, parent, true)
      }
    if (property === '' || property === 'transform') parent.isUnplaced = true
  }

  /** What an element shows by its address: an element of the file, or an image inside. */
  #refer(shape: Shape, value: string): void {
    if (shape.name === 'a') return
    const isData = /^\s*data:/i.test(value)
    if (isData && shape.name === 'link') this.#fixed = Infinity
    if (isData) shape.own += this.#nestedCost(value.trim())
    if (value.includes('#')) shape.uses.push(fragmentOf(value))
  }

  /** What it takes to draw a data URL; what it takes to decode it is counted once. */
  #nestedCost(url: string): number {
    const known = this.#images.get(url)
    if (known !== undefined) return known
    const bytes = dataBytes(url)
    let cost: number = PRICE.image
    if (bytes && isMarkup(bytes)) cost += costOf(bytes, this.#limit, this.#nested + 1)
    else if (bytes && !/^data:(?:font|application)\//i.test(url)) this.#fixed += pixelsOf(bytes) * PRICE.pixel
    this.#images.set(url, cost)
    return cost
  }

  /** Adds what a list of declarations does. */
  #declare(css: string, effect: Effect): void {
    const plain = withoutComments(unescaped(css))
    let [from, brackets, found] = [0, 0, 0]
    const end = (at: number): void => {
      const colon = plain.indexOf(':', from)
      if (colon >= 0 && colon < at)
        found += this.#apply(
          plain.slice(from, colon).trim().toLowerCase(),
          plain.slice(colon + 1, at),
          effect,
          true,
        )
      from = at + 1
    }
    for (const { 0: mark, index } of plain.matchAll(/[();]/g)) {
      if (mark === '(') brackets++
      else if (mark === ')') brackets--
      // Within brackets it is part of a data URL.
      else if (brackets <= 0) end(index)
    }
    end(plain.length)
    // What is written so strangely that it was not found is taken for all that it might be.
    if (found < [...css.matchAll(ADDRESSES), ...unescaped(css).matchAll(ADDRESSES)].length / 2)
      this.#apply('--', `${css} ${unescaped(css)}`, effect)
  }

  /** Adds what a property does. Answers how many addresses it has. */
  #apply(property: string, raw: string, effect: Effect, isCss = false): number {
    const value = raw.includes('\\') ? unescaped(raw) : raw
    const isUnknown = property.startsWith('--')
    if (property === 'stroke-dasharray' || (isUnknown && this.#hasDashes)) {
      const sum = dashesOf(value)
      if (sum > 0) effect.dash = Math.min(effect.dash, sum)
    }
    if (OUTLINES.test(property)) effect.own += value.length * PRICE.outlineByte
    if (isCss && (MOVES.test(property) || SIZES.test(property) || property === 'd')) {
      effect.isUnplaced = true
      effect.length += property === 'd' ? Infinity : 4 * Math.abs(geometry.lengthOf(value, this.#view))
    } else if (property === 'stroke') effect.isStroked = !/^\s*(?:none|transparent)\b/i.test(value)
    else if (property === 'stroke-width' || property === 'stroke-miterlimit')
      this.#strokeWidth = Math.max(this.#strokeWidth, geometry.lengthOf(value, this.#view))
    else if (property === 'font-size' || property === 'font')
      this.#letter = Math.max(
        this.#letter,
        ...(value.match(/[\d.]+[a-z%]*/gi) ?? []).map((one) => geometry.lengthOf(one, 16)),
      )
    else if (property === 'vector-effect' && this.#hasDashes && value.includes('non-scaling'))
      effect.own += PRICE.unscaledDashes
    else if (LAYERED.test(property) && !PLAIN.test(value))
      effect.whole += WHOLE.layer + WHOLE.effect * (value.match(/[a-z]\(/gi)?.length ?? 0)
    else if (SHADOWED.test(property))
      effect.whole += WHOLE.effect * (value.match(/[(,]/g)?.length ?? 0) + WHOLE.fill
    else if (/^(?:grid|column)/.test(property))
      for (const n of value.match(/\d+/g) ?? []) effect.own += Number(n)
    let found = 0
    for (const [, quoted, bare] of value.matchAll(ADDRESSES)) {
      found++
      const address = (quoted?.slice(1) ?? bare ?? '').trim()
      if (/^data:/i.test(address)) effect.own += this.#nestedCost(address)
      if (!address.includes('#')) continue
      const id = fragmentOf(address)
      if (ONCE.test(property) && !this.#isAllInherited) effect.once.push(id)
      else if (isUnknown || /^marker(?:-mid)?$/.test(property)) effect.markers.push(id)
      else effect.paints.push(id)
    }
    return found
  }

  /** Rules by what an element must have for them, as the last selector says; `*` where that is not clear. */
  #readSheet(): void {
    if (this.#sheet === '') return
    const css = withoutComments(this.#sheet)
    const plain = unescaped(css)
    if (/@import[^;]*data:/i.test(plain)) this.#fixed = Infinity
    // Where a rule ends is not clear then.
    if (css.includes('\\') || css.includes(UNCLEAR)) {
      const all = noEffect()
      for (const text of [this.#sheet, unescaped(this.#sheet)]) this.#apply('--', text, all)
      this.#rule('*', all)
    }
    for (const part of css.split('}')) {
      if (this.#isOver()) return
      const brace = part.lastIndexOf('{')
      const selectors =
        brace < 0 ? '' : part.slice(part.lastIndexOf('{', brace - 1) + 1, brace).replace(/^[^]*;/, '')
      if (/@font-face/i.test(selectors)) continue
      const effect = noEffect()
      this.#declare(part.slice(brace + 1), effect)
      // Such a rule is about what other rules are about.
      const isUnclear =
        /[@&\\]|:(?:is|where|host|has)/i.test(selectors) ||
        /\{[^}]*[{]/.test(part.replace(/^\s*@[^{]*\{/, ''))
      for (const selector of isUnclear ? ['*'] : selectors.split(',')) {
        const key = keyOf(selector)
        if (!/^[#.]/.test(key)) this.#fixed += this.#shapes.length * PRICE.rule * selectors.length
        this.#rule(key, effect)
      }
      if (/:has\(/i.test(selectors)) this.#fixed += this.#shapes.length ** 2 * PRICE.rule
    }
  }

  #rule(key: string, effect: Effect): void {
    const known = this.#rules.get(key)
    if (known) this.#add(known, effect)
    else
      this.#rules.set(key, {
        ...effect,
        once: [...effect.once],
        paints: [...effect.paints],
        markers: [...effect.markers],
      })
    this.#fixed += PRICE.tag
  }

  #add(to: Effect, effect: Effect): void {
    to.own += effect.own
    to.whole += effect.whole
    to.isUnplaced ||= effect.isUnplaced
    if (effect.isStroked === true) to.isStroked = true
    to.length += effect.length
    to.dash = Math.min(to.dash, effect.dash)
    for (const list of ['once', 'paints', 'markers'] as const) {
      this.#fixed += effect[list].length
      if (!this.#isOver()) to[list].push(...effect[list])
    }
  }

  /** Gives an element the rules of the stylesheet that may mean it, and what it inherits. */
  #settle(shape: Shape): void {
    for (const key of shape.keys) {
      const rule = this.#rules.get(key)
      if (rule) this.#add(shape, rule)
    }
    const { paints, markers } = shape
    const parent = shape.parent?.context
    const dash = Math.min(shape.dash, parent?.dash ?? Infinity)
    const wasStroked = parent?.isStroked ?? false
    const isStroked = shape.isStroked ?? wasStroked
    const isSame = paints.length === 0 && markers.length === 0 && dash === (parent?.dash ?? Infinity)
    shape.context = isSame && isStroked === wasStroked ? parent : { paints, markers, dash, isStroked, parent }
    this.#place(shape)
  }

  /** The outline of one element without its children: its bounds, points and length. */
  #place(shape: Shape): void {
    const { name, attributes, letters } = shape
    const outline = geometry.outlineOf(name, attributes, this.#view)
    shape.points = outline.points
    shape.own += letters * PRICE.letter
    if (this.#hasDashes) {
      // It says how long the outline is when dashes are counted.
      const claimed = 'pathLength' in attributes ? Math.abs(Number(attributes['pathLength'])) : 0
      shape.length += claimed || outline.length + letters * this.#letter * LETTER_LENGTH
    }
    shape.bounds = geometry.grown(outline.bounds, 2 * this.#strokeWidth)
    if (letters > 0) shape.bounds = geometry.unite(shape.bounds, this.#textBounds(shape))
    if (shape.isUnplaced) shape.bounds = geometry.ANYWHERE
  }

  /** Text may be anywhere around where it begins. */
  #textBounds({ name, parent, attributes, letters }: Shape): Bounds {
    if (name !== 'text' && name !== 'tspan') return geometry.ANYWHERE
    const sum = (list: string | undefined) =>
      (list ?? '').split(/[\s,]+/).reduce((all, one) => all + Math.abs(geometry.lengthOf(one, this.#view)), 0)
    const of = (attribute: string) => attributes[attribute] ?? parent?.attributes[attribute]
    const around = (letters + (parent?.letters ?? 0) + 2) * this.#letter + sum(of('dx')) + sum(of('dy'))
    const [x, y] = [sum(of('x')), sum(of('y'))]
    return [-x - around, -y - around, x + around, y + around]
  }

  #measureView({ attributes }: Shape): void {
    const [, , boxWidth = 0, boxHeight = 0] = sidesOf(attributes['viewBox'])
    const side = (attribute: string, other: number): number =>
      attributes[attribute]?.includes('%') ? other : geometry.lengthOf(attributes[attribute], other) || other
    const width = boxWidth || side('width', 300)
    const height = boxHeight || side('height', 150)
    this.#viewArea = Math.abs(width * height)
    this.#viewSide = Math.abs(Math.min(width, height))
  }

  #draw(shape: Shape): Drawn {
    const known = this.#drawn.get(shape)
    if (known) return known
    const drawn = nothingDrawn()
    const depth = this.#enter(shape, drawn)
    if (depth === undefined) return drawn
    const inherited = this.#inherit(shape.context)
    const alone = this.#drawAlone(shape)
    drawn.low = inherited.low
    join(drawn, alone)
    this.#inheritTo(drawn, alone, shape.context, inherited)
    for (const child of shape.children) if (!UNDRAWN.has(child.name)) join(drawn, this.#draw(child))
    for (const id of shape.uses) {
      const target = this.#byId.get(id)
      if (!target) continue
      const shown = this.#shown(shape, target)
      join(drawn, shown)
      this.#inheritTo(drawn, shown, shape.context, inherited)
    }
    if (shape.whole > 0) this.#cover(drawn, drawn.bounds, { fixed: 0, whole: shape.whole })
    for (const id of shape.once) {
      const applied = this.#applied(id, drawn)
      this.#cover(drawn, this.#regionOf(id, drawn.bounds), applied)
    }
    this.#move(drawn, shape)
    this.#leave(shape, depth, drawn, () => this.#drawn.set(shape, drawn))
    // All of it is drawn: the rest need not be looked at.
    if (drawn.fixed > this.#limit) this.#fixed = Infinity
    return drawn
  }

  /** What an element draws by itself. */
  #drawAlone(shape: Shape): Drawn {
    const { own, points, length, bounds, letters } = shape
    const isStroked = shape.context?.isStroked ?? false
    const drawn: Drawn = { ...nothingDrawn(), fixed: own, elements: 1, points, length, bounds }
    const isPrimitive = shape.name.startsWith('fe') && !shape.isHtml
    if (isPrimitive) {
      drawn.full = primitivePrice(shape)
      drawn.paint = Infinity
      return drawn
    }
    drawn.fixed += points * PRICE.fillPoint + points ** 2 * PRICE.fillPairs
    if (isStroked) drawn.fixed += points * PRICE.strokePoint + points ** 2 * PRICE.strokePairs
    const outline = geometry.outlineOf(shape.name, shape.attributes, this.#view)
    const lines = (outline.length / this.#viewSide) ** 2
    drawn.crossings = lines * (isStroked ? PRICE.strokeCrossings : PRICE.fillCrossings)
    if (Number.isNaN(drawn.crossings)) drawn.crossings = Infinity
    const isText = letters > 0 && points === 0
    // What HTML paints of its own has its price where its styles are read.
    if (shape.isHtml || shape.name === 'foreignobject' || (points === 0 && !isText)) return drawn
    drawn.area = isText ? (letters * this.#letter ** 2) / this.#viewArea : this.#partOf(bounds)
    drawn.full = isText ? WHOLE.text : isStroked ? 2 * WHOLE.fill : WHOLE.fill
    if (shape.name === 'image') drawn.full = WHOLE.image
    drawn.paint = times(drawn.area, drawn.full)
    return drawn
  }

  /** What an element shows by reference, where it shows it. */
  #shown({ attributes, name }: Shape, target: Shape): Drawn {
    const shown = { ...this.#draw(target) }
    if (name !== 'use') return shown
    const at = (attribute: string) => geometry.lengthOf(attributes[attribute], this.#view)
    shown.bounds = geometry.moved(shown.bounds, [1, 0, 0, 1, at('x'), at('y')])
    if (target.name !== 'symbol' && target.name !== 'svg') return shown
    // It is clipped to where it is shown, unless it says otherwise.
    const [width, height] = ['width', 'height'].map((side) =>
      geometry.lengthOf(attributes[side] ?? target.attributes[side] ?? '100%', this.#view),
    ) as [number, number]
    const isClipped = !('overflow' in target.attributes) && !target.isUnplaced
    if (!isClipped) return shown
    shown.bounds = [at('x'), at('y'), at('x') + width, at('y') + height]
    const part = this.#partOf(shown.bounds)
    shown.paint = times(shown.full, part)
    shown.area = times(shown.elements, part)
    return shown
  }

  /** Adds what is inherited to what inherits it. */
  #inheritTo(drawn: Drawn, part: Drawn, context: Context | undefined, { paint, marker }: Inherited): void {
    drawn.fixed += times(part.elements, paint.fixed)
    drawn.paint += times(part.area, paint.whole)
    drawn.full += times(part.elements, paint.whole)
    const markers = part.points + 2 * part.elements
    drawn.fixed += times(markers, marker.fixed)
    drawn.paint += times(markers, marker.paint)
    drawn.full += times(markers, marker.full)
    drawn.crossings += times(markers, marker.crossings)
    const period = context?.dash ?? Infinity
    if (period !== Infinity) drawn.fixed += (part.length / period) * PRICE.dash
  }

  /** Adds what is applied to all within bounds. */
  #cover(drawn: Drawn, bounds: Bounds, { fixed, whole }: Applied): void {
    drawn.fixed += fixed
    drawn.full += whole
    drawn.paint += times(this.#partOf(bounds), whole)
  }

  /** Where a filter or a mask draws that is applied to something within bounds. */
  #regionOf(id: string, bounds: Bounds): Bounds {
    const target = this.#byId.get(id)
    if (target?.name !== 'filter' && target?.name !== 'mask') return bounds
    const { attributes } = target
    const of = (attribute: string, other: string) => geometry.lengthOf(attributes[attribute] ?? other, 1)
    const [x, y, width, height] = [
      of('x', '-10%'),
      of('y', '-10%'),
      of('width', '120%'),
      of('height', '120%'),
    ]
    const isOfUser = attributes[`${target.name}Units`] === 'userSpaceOnUse'
    if (isOfUser) {
      const isPlain = ['x', 'y', 'width', 'height'].every((name) =>
        /^[-\d.\s]+$/.test(attributes[name] ?? ''),
      )
      return isPlain ? [x, y, x + width, y + height] : geometry.ANYWHERE
    }
    if (!bounds.every(Number.isFinite)) return bounds
    const [w, h] = [bounds[2] - bounds[0], bounds[3] - bounds[1]]
    const [left, top] = [bounds[0] + x * w, bounds[1] + y * h]
    return [left, top, left + width * w, top + height * h]
  }

  /** Puts what an element draws where its parent has it. */
  #move(drawn: Drawn, { name, parent, isUnplaced, matrix, attributes }: Shape): void {
    if (matrix) {
      const grows = Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
      drawn.bounds = geometry.moved(drawn.bounds, matrix)
      drawn.paint = times(drawn.paint, Number.isNaN(grows) ? Infinity : grows)
      drawn.area = times(drawn.area, Number.isNaN(grows) ? Infinity : grows)
      drawn.crossings = times(drawn.crossings, geometry.stretch(matrix) ** 2)
    }
    const isViewport = (name === 'svg' && parent !== undefined) || /^(?:symbol|marker|pattern)$/.test(name)
    if (!isViewport && !isUnplaced) return
    drawn.bounds = geometry.ANYWHERE
    drawn.paint = drawn.area = Infinity
    const [, , width = 0, height = 0] = sidesOf(attributes['viewBox'])
    // At most the view's own size, where it is clipped.
    if (width > 0 && height > 0) drawn.crossings *= Math.max(1, this.#view / Math.min(width, height)) ** 2
    if (isUnplaced) drawn.crossings = times(drawn.crossings, 100)
  }

  #partOf(bounds: Bounds): number {
    const part = geometry.areaOf(bounds) / this.#viewArea
    return Number.isNaN(part) ? 0 : part
  }

  /** The cost of everything inherited, for one element and for one point of an outline. */
  #inherit(context: Context | undefined): Inherited {
    const cost: Inherited = { paint: { fixed: 0, whole: 0 }, marker: freeOfCost(), low: Infinity }
    const known = context && this.#inherited.get(context)
    if (!context || known) return known ?? cost
    const depth = this.#enter(context, cost)
    if (depth === undefined) return cost
    const { paint, marker, low } = this.#inherit(context.parent)
    Object.assign(cost.paint, paint)
    Object.assign(cost.marker, marker)
    cost.low = low
    for (const id of context.paints) {
      const { fixed, whole } = this.#applied(id, cost)
      cost.paint.fixed += fixed
      cost.paint.whole += whole
    }
    for (const id of context.markers) this.#addMarker(cost, id)
    this.#leave(context, depth, cost, () => this.#inherited.set(context, cost))
    return cost
  }

  #addMarker(cost: Inherited, id: string): void {
    const { fixed, whole } = this.#applied(id, cost)
    const attributes = this.#byId.get(id)?.attributes ?? {}
    const side = (attribute: string) => geometry.lengthOf(attributes[attribute] ?? '3', this.#view)
    const scale = attributes['markerUnits'] === 'userSpaceOnUse' ? 1 : this.#strokeWidth
    const part = this.#partOf([0, 0, side('markerWidth') * scale, side('markerHeight') * scale])
    cost.marker.fixed += fixed
    cost.marker.full += whole
    cost.marker.paint += times(whole, 'overflow' in attributes ? Infinity : part)
  }

  /** The cost of painting with something, of masking, clipping or filtering by it. */
  #applied(id: string, by: { low: number }): Applied {
    const target = this.#byId.get(id)
    if (!target) return { fixed: 0, whole: 0 }
    const drawn = this.#draw(target)
    by.low = Math.min(by.low, drawn.low)
    const fixed = PRICE.reference + drawn.fixed + drawn.crossings
    switch (target.name) {
      case 'filter':
        return { fixed: fixed + PRICE.filter, whole: drawn.full + WHOLE.filter }
      case 'mask':
        return { fixed: fixed + drawn.full, whole: WHOLE.mask }
      case 'clippath': {
        const isPlain = target.children.length === 1 && target.letters === 0 && target.once.length === 0
        const isShape = /^(?:rect|path|circle|ellipse|polygon)$/.test(target.children[0]?.name ?? '')
        return { fixed, whole: isPlain && isShape ? WHOLE.clip : WHOLE.drawnClip }
      }
      case 'pattern':
        return { fixed: fixed + drawn.full * this.#tileOf(target), whole: WHOLE.pattern }
      case 'marker':
        return { fixed, whole: drawn.full }
      default:
        return { fixed: fixed + drawn.full, whole: WHOLE.gradient }
    }
  }

  /** How much of the view a tile of a pattern takes. */
  #tileOf({ attributes, isUnplaced }: Shape): number {
    const isPlain = attributes['patternUnits'] === 'userSpaceOnUse' && !('patternTransform' in attributes)
    if (!isPlain || isUnplaced) return 1
    const side = (attribute: string) => geometry.lengthOf(attributes[attribute], this.#view)
    return Math.min(1, 9 * this.#partOf([0, 0, side('width'), side('height')]))
  }

  /** How deep it is, or undefined where it is being worked out: what refers to itself is drawn once. */
  #enter(what: Shape | Context, result: { low: number }): number | undefined {
    // Circles through many references have too many ways to be followed.
    if (++this.#steps > MAX_STEPS || this.#open.size > MAX_DEPTH) this.#fixed = Infinity
    const at = this.#open.get(what)
    if (at !== undefined) result.low = at
    if (at !== undefined || this.#isOver()) return undefined
    this.#open.set(what, this.#open.size)
    return this.#open.size - 1
  }

  #leave(what: Shape | Context, depth: number, result: { low: number }, keep: () => void): void {
    this.#open.delete(what)
    if (result.low < depth) return
    result.low = Infinity
    keep()
  }
}

function join(to: Drawn, part: Drawn): void {
  to.fixed += part.fixed
  to.paint += part.paint
  to.full += part.full
  to.crossings += part.crossings
  to.elements += part.elements
  to.points += part.points
  to.length += part.length
  to.area += part.area
  to.bounds = geometry.unite(to.bounds, part.bounds)
  to.low = Math.min(to.low, part.low)
}

const sidesOf = (viewBox: string | undefined): number[] =>
  (viewBox ?? '')
    .trim()
    .split(/[\s,]+/)
    .map((side) => Number(side) || 0)

function ownPrice(name: string): number {
  if (name === 'foreignobject') return PRICE.foreignObject
  switch (name) {
    case 'image':
    case 'text':
    case 'tspan':
    case 'use':
      return PRICE[name]
    default:
      return PRICE.element
  }
}

function primitivePrice({ name, attributes }: Shape): number {
  if (PARTS_OF_PRIMITIVES.test(name)) return 0
  const price = (PRIMITIVES.get(name) ?? PRIMITIVE) * (attributes['operator'] === 'arithmetic' ? 2.2 : 1)
  const numbers = (value: string | undefined) =>
    (value ?? '').split(/[\s,]+/).map((one) => Math.abs(Number(one)) || 1)
  const [octaves = 1] = numbers(attributes['numOctaves'])
  const [columns = 3, rows = columns] = numbers(attributes['order'] ?? '3')
  if (name === 'feturbulence') return price + 15_000 * octaves
  return name === 'feconvolvematrix' ? price * Math.max(1, (columns * rows) / 9) : price
}

/** The id in an address. */
function fragmentOf(address: string): string {
  const fragment = address
    .slice(address.indexOf('#') + 1)
    .trim()
    .replace(/["']$/, '')
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

/** The bytes of a data URL, or undefined where it holds none. */
export function dataBytes(url: string): Uint8Array | undefined {
  const comma = url.indexOf(',')
  if (comma < 0) return undefined
  try {
    const body = decodeURIComponent(url.slice(comma + 1))
    if (!/;\s*base64\s*$/i.test(url.slice(0, comma))) return new TextEncoder().encode(body)
    return Uint8Array.from(atob(body.replaceAll(/\s/g, '')), (character) => character.codePointAt(0) ?? 0)
  } catch {
    return undefined
  }
}

const isMarkup = (bytes: Uint8Array): boolean =>
  /^\ufeff?\s*</.test(new TextDecoder().decode(bytes.subarray(0, 1024)))

function pixelsOf(bytes: Uint8Array): number {
  try {
    const { width, height } = imageSize(bytes)
    return width * height
  } catch {
    // No image that it knows; what a browser makes of it is no larger than what it could be packed into.
    return bytes.length
  }
}
