/**
 * Looks over the bytes of a JSON text before they are parsed: a parser takes far longer, and far more memory, for deep or
 * crumbled values than for the same bytes in strings. Must never allocate in proportion to the text, nor judge its syntax:
 * that is the parser's.
 */

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

export type JsonShape = {
  /** How many lists and objects stand inside one another. */
  readonly depth: number
  /** How many values and keys there are, give or take a few for each list. */
  readonly values: number
}

/** The shape of a JSON text in UTF-8, up to where it passes one of the limits: then that number is one above it. */
export function jsonShape(bytes: Uint8Array, most: JsonShape): JsonShape {
  let [depth, deepest, values] = [0, 0, 1]
  let isText = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (isText) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) isText = false
    } else if (byte === QUOTE) isText = true
    else if (byte === COMMA || byte === COLON) values += 1
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1
      values += 1
      if (depth > deepest) deepest = depth
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1
    if (deepest > most.depth || values > most.values) break
  }
  return { depth: deepest, values }
}
