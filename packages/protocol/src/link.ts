/**
 * Links that people type in a session: to the web or to a mailbox, in the form that the URL parser gives them, so that what
 * is shown is where it leads. Must never accept a link with a name or a password in front of its host: it reads like the
 * address of another site.
 */
import { z } from 'zod'
import { cleanText } from './text.ts'

const PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])

/** The link as the URL parser writes it; undefined: it is none that may be stored or opened. */
export function webLink(text: string): string | undefined {
  const clean = cleanText(text)
  if (!URL.canParse(clean)) return undefined
  const { protocol, username, password, href } = new URL(clean)
  return PROTOCOLS.has(protocol) && username === '' && password === '' ? href : undefined
}

export const webLinkSchema = (most: number) =>
  z
    .string()
    .overwrite((text) => webLink(text) ?? text)
    .max(most, { error: `must have at most ${most} characters` })
    .refine((text) => webLink(text) === text, {
      error: 'must be a link to http, https or mailto, without a user name or password',
    })
