/** One or two letters that stand for a person where the name has no room. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u
const LETTER = /[\p{L}\p{N}]/u

function firstGrapheme(text: string): string {
  for (const { segment } of graphemes.segment(text)) return segment
  return ''
}

/** What stands for a word: its first letter, past a bracket or quote, or an emoji before that. */
function initial(word: string): string {
  const parts = [...graphemes.segment(word)].map(({ segment }) => segment)
  const found = parts.find((part) => EMOJI.test(part) || LETTER.test(part)) ?? parts[0] ?? ''
  // Some letters are two as capitals: ß is SS.
  return EMOJI.test(found) ? found : firstGrapheme(found.toLocaleUpperCase())
}

/**
 * The first letters of the first and the last word of a name; one for a name of one word; '?' for none. An emoji is
 * as wide as two letters: it stands alone where it comes first, and is passed by elsewhere.
 */
export function initials(name: string): string {
  const [first, ...others] = name
    .split(/[\s\-_.]+/u)
    .filter((word) => word !== '')
    .map(initial)
  if (first === undefined) return '?'
  if (EMOJI.test(first)) return first
  return first + (others.findLast((one) => LETTER.test(one) && !EMOJI.test(one)) ?? '')
}
