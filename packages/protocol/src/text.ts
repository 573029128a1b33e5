/**
 * The one schema for text that people write and others read: names, titles, notes, themes, steps, questions. Must never let
 * a text change how the words around it read, or pass for a text while nothing of it can be seen.
 */
import { z } from 'zod'

/** Direction marks: they turn the words around them about, so that "Ada did it" reads as another sentence. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * Nothing of these can be seen: spaces, format characters, fillers and variation selectors (both "default
 * ignorable"), the empty Braille cell, and marks without a letter to stand on.
 */
const INVISIBLE = /^[\p{Z}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800]*$/u

/** The text in its one form (NFC), without direction marks; empty where nothing of it can be seen. */
export function cleanText(text: string): string {
  const clean = text.replaceAll(DIRECTION_MARKS, '').normalize('NFC').trim()
  return INVISIBLE.test(clean) ? '' : clean
}

const NOT_EMPTY = { error: 'must have at least one character that can be seen' }

/** Text of several lines, without other control characters. Line ends become `\n`, tabs spaces. */
export const linesTextSchema = z
  .string()
  .overwrite((text) => cleanText(text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ')))
  .regex(/^(?:\P{Cc}|\n)*$/u, { error: 'must have no control characters but line ends' })

/** One line of text, which may be empty. Control characters have no place in it, and a database refuses some of them. */
const anyLineSchema = z
  .string()
  .overwrite(cleanText)
  .regex(/^\P{Cc}*$/u, { error: 'must have no control characters' })

/** One line of at most so many UTF-16 units, which may be empty. */
export const lineSchema = (most: number) =>
  anyLineSchema.max(most, { error: `must have at most ${most} characters` })

/** One line of which something can be seen: a name, a title. */
export const nameLineSchema = (most: number) => lineSchema(most).min(1, NOT_EMPTY)

/**
 * What was stored as one line, by any version: earlier ones took more. Answers and events are read with it, so that an old
 * name never makes the rest unreadable.
 */
export const storedLineSchema = z.string()
