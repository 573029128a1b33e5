/** What is wrong with a line that somebody typed, as the protocol's schema for it finds. Must never hold words. */
import type { z } from 'zod'

export type LineFault = 'missing' | 'tooLong' | 'notALine'

/** Why `schema` does not take `text`; null where it does. */
export function lineFault(schema: z.ZodType<string>, text: string): LineFault | null {
  const codes = schema.safeParse(text).error?.issues.map(({ code }) => code) ?? []
  if (codes.length === 0) return null
  if (codes.includes('too_small')) return 'missing'
  return codes.includes('too_big') ? 'tooLong' : 'notALine'
}
