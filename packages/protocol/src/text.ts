/** Text that people write about each other and read in one place. Must never let it change how the words around it read. */
import { z } from 'zod'

/** They turn the words around them about: of a line that tells who did what, too. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/gu

/** Text of several lines, without other control characters. Line ends become `\n`, tabs spaces. */
export const linesTextSchema = z
  .string()
  .overwrite((text) => text.replaceAll(TURNING, '').replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' '))
  .trim()
  .regex(/^(?:\P{Cc}|\n)*$/u, { error: 'must have no control characters but line ends' })

/** One line of text. Control characters have no place in it, and a database refuses some of them. */
export const lineSchema = z
  .string()
  .overwrite((text) => text.replaceAll(TURNING, ''))
  .trim()
  .regex(/^\P{Cc}*$/u, { error: 'must have no control characters' })
