/**
 * Which colours may leave the document (M11). A colour reaches attributes of an exported SVG, where `url(…)` would make
 * its reader's browser send a request. So only forms that cannot fetch are colours: hex, a word, a colour function.
 */
import { MAX_WORD_LENGTH } from './limits.ts'

const HEX = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i
/** `red`, `transparent`. An unknown word paints nothing and fetches nothing. */
const NAME = /^[a-z]+$/i
/** Numbers, units and separators are all that these functions take. */
const FUNCTION =
  /^(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([\d\s.,%/+-]*(?:(?:deg|g?rad|turn|none)[\d\s.,%/+-]*)*\)$/i

export function isColor(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_WORD_LENGTH) return false
  return HEX.test(value) || NAME.test(value) || FUNCTION.test(value)
}
