/**
 * Which links may leave the document (M11): http, https, mailto, and what is relative to the page's own origin. Invalid
 * links are refused, never repaired: a repaired one leads somewhere that nobody wrote.
 */
import { MAX_LINK_LENGTH } from './limits.ts'

const ALLOWED_SCHEMES = new Set(['http', 'https', 'mailto'])

/** What browsers drop or skip before they look for a scheme, so that `java\nscript:` is `javascript:`. */
// oxlint-disable-next-line eslint/no-control-regex -- control characters are what this looks for
const INVISIBLE = /[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]/g

/** `//host`, `/\\host` and the like: without a scheme, and yet another site's. Browsers read `\\` as `/`. */
const OTHER_HOST = /^[\\/]{2}/

/** A program may hide a slash or a backslash from this check and show it to an HTML parser. */
const HIDDEN_SLASH = /&(?:sol|bsol|#0*(?:47|92)|#x0*(?:2f|5c));?/gi

const SCHEME = /^([a-z][a-z0-9+.-]*):/i

/** The entities with which a colon is hidden from a scheme check and shown to an HTML parser. */
const HIDDEN_COLON = /&(?:colon|#0*58|#x0*3a);?/gi

export function isSafeLink(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > MAX_LINK_LENGTH) return false
  const visible = value.replace(INVISIBLE, '').replace(HIDDEN_COLON, ':').replace(HIDDEN_SLASH, '/')
  if (OTHER_HOST.test(visible)) return false
  const scheme = SCHEME.exec(visible)?.[1]
  return scheme === undefined || ALLOWED_SCHEMES.has(scheme.toLowerCase())
}
