/**
 * What an embed on a board may become: a frame where the server lists the site, else a link, else nothing. Must never
 * answer a frame of our own origin: what runs in it would be us.
 */
import { isSafeLink } from '@gamelan/board-model'

export type EmbedPlace =
  | { readonly kind: 'frame' | 'link'; readonly address: string; readonly host: string }
  | { readonly kind: 'nothing' }

const NOTHING: EmbedPlace = { kind: 'nothing' }

/** `sites`: the origins that the server lists; `own`: the origin of this page. */
export function embedPlace(link: unknown, sites: readonly string[], own: string): EmbedPlace {
  if (!isSafeLink(link) || !URL.canParse(link)) return NOTHING
  const { protocol, origin, host, href } = new URL(link)
  if (protocol !== 'http:' && protocol !== 'https:') return NOTHING
  return { kind: origin !== own && sites.includes(origin) ? 'frame' : 'link', address: href, host }
}
