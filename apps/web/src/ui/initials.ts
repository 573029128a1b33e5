/** Two letters that stand for a person where the name has no room. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function firstLetter(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment.toLocaleUpperCase()
  return ''
}

/** The first letters of the first and the last word of a name; one for a name of one word; '?' for none. */
export function initials(name: string): string {
  const parts = name.split(/[\s\-_.]+/u).filter((part) => part !== '')
  const first = parts[0]
  if (first === undefined) return '?'
  const last = parts.at(-1)
  return last === undefined || parts.length === 1
    ? firstLetter(first)
    : firstLetter(first) + firstLetter(last)
}
