/**
 * The little of CSS that the cost of an SVG needs, without a tree: which elements a rule may mean, and what it refers to.
 * Never misses one: what is not clear is said to be, and then counts for every element.
 */

/** Escapes of CSS as the characters that they stand for. */
export function unescaped(css: string): string {
  if (!css.includes('\\')) return css
  return css.replaceAll(
    /\\(?:([\da-f]{1,6})\s?|([^]))/gi,
    (_, code: string | undefined, character: string | undefined) => {
      const point = code === undefined ? 0 : Number.parseInt(code, 16)
      return code === undefined ? (character ?? '') : point <= 0x10_ff_ff ? String.fromCodePoint(point) : ' '
    },
  )
}

/** Stands for a text in which a rule might seem to end. */
export const UNCLEAR = '\ue000'

/** A stylesheet or a style, without comments and without braces in quotes. */
export function withoutComments(css: string): string {
  const lexed =
    /\/\*[^]*?(?:\*\/|$)|url\(\s*[^"'\s)][^)]*\)|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|["']/gi
  return css.replaceAll(lexed, (found) => {
    if (found.startsWith('/*')) return ' '
    return found.length === 1 || /[{}]/.test(found) ? `${UNCLEAR}${found.replaceAll(/[{}]/g, ' ')}` : found
  })
}

/** What an element must have for a selector to mean it: an id, a class or a name. */
export function keyOf(selector: string): string {
  const last =
    selector
      .trim()
      .split(/[\s>+~|]+/)
      .at(-1) ?? ''
  const simple = last.replaceAll(/\[[^\]]*\]?|:.*/g, '')
  return /#[^#.]+/.exec(simple)?.[0] ?? /\.[^#.]+/.exec(simple)?.[0] ?? (simple.toLowerCase() || '*')
}

/** The length of a pattern of dashes; 0 where there is none, and too short where that is not clear. */
export function dashesOf(value: string): number {
  const lengths = value.match(/[\d.]+(?:e[-+]?\d+)?%?/gi) ?? []
  const sum = lengths.reduce((all, one) => all + Number.parseFloat(one) * (one.endsWith('%') ? 0.01 : 1), 0)
  return sum > 0 && value.includes('(') ? Number.MIN_VALUE : sum
}
