/**
 * A wheel's themes as a file: what is written there, and what is wrong with one that somebody brings. Pure. Must never
 * hold words.
 */
import { SESSION_THEMES } from '@gamelan/protocol/limits'
import { themeTextSchema, type Theme, type ThemeText } from '@gamelan/protocol/session/wheel'
import { z } from 'zod'

export const FIELDS = ['theme', 'who', 'what', 'where', 'plain'] as const
export type Field = (typeof FIELDS)[number]

export type ThemesFault =
  | { readonly kind: 'notJson' | 'noList' | 'empty' | 'tooMany' }
  /** `place` counts from one. */
  | { readonly kind: 'notATheme'; readonly place: number }
  | { readonly kind: 'missing' | 'tooLong' | 'notText'; readonly place: number; readonly field: Field }
  | { readonly kind: 'twice'; readonly place: number; readonly name: string }

export type ReadThemes =
  | { readonly ok: true; readonly themes: readonly ThemeText[] }
  | { readonly ok: false; readonly fault: ThemesFault }

/** The list alone, or what holds it under `wheel`. */
const fileSchema = z.union([z.array(z.unknown()), z.object({ wheel: z.array(z.unknown()) })])

const wrong = (fault: ThemesFault): ReadThemes => ({ ok: false, fault })

function faultOf(item: unknown, place: number): ThemesFault | ThemeText {
  const parsed = themeTextSchema.safeParse(item)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = FIELDS.find((name) => name === issue?.path[0])
  if (issue === undefined || field === undefined) return { kind: 'notATheme', place }
  const isMissing =
    issue.code === 'too_small' || (typeof item === 'object' && item !== null && !Object.hasOwn(item, field))
  if (isMissing) return { kind: 'missing', place, field }
  return { kind: issue.code === 'too_big' ? 'tooLong' : 'notText', place, field }
}

/** Reads the text of a file. */
export function readThemes(text: string): ReadThemes {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return wrong({ kind: 'notJson' })
  }
  const file = fileSchema.safeParse(json)
  if (!file.success) return wrong({ kind: 'noList' })
  const items = Array.isArray(file.data) ? file.data : file.data.wheel
  if (items.length === 0) return wrong({ kind: 'empty' })
  if (items.length > SESSION_THEMES) return wrong({ kind: 'tooMany' })
  const themes: ThemeText[] = []
  for (const [i, item] of items.entries()) {
    const read = faultOf(item, i + 1)
    if ('kind' in read) return wrong(read)
    // An import goes by names.
    if (themes.some(({ theme }) => theme === read.theme))
      return wrong({ kind: 'twice', place: i + 1, name: read.theme })
    themes.push(read)
  }
  return { ok: true, themes }
}

/** The themes as a file that `readThemes` takes. */
export function writeThemes(themes: readonly Theme[]): string {
  return `${JSON.stringify(
    themes.map(({ theme, who, what, where, plain }) => ({ theme, who, what, where, plain })),
    null,
    2,
  )}\n`
}
