/**
 * Where a link of the drawing opens. Excalidraw opens a link in the board's own tab if it begins with `/` or holds the
 * page's origin anywhere. Must never let another site have this tab, nor a hold of it.
 */
import { isSafeLink } from '@gamelan/board-model'
import type { ExcalidrawProps } from '@excalidraw/excalidraw/types'

export type LinkPlace =
  /** The page that is open, at another place of it. */
  | { readonly kind: 'here' }
  | { readonly kind: 'tab'; readonly address: string }
  | { readonly kind: 'nothing' }

/** `page`: the address of the page that is open. */
export function linkPlace(link: unknown, page: string): LinkPlace {
  if (!isSafeLink(link) || !URL.canParse(link, page)) return { kind: 'nothing' }
  const [to, from] = [new URL(link, page), new URL(page)]
  if (to.origin === from.origin && to.pathname === from.pathname) return { kind: 'here' }
  return { kind: 'tab', address: to.href }
}

/** Excalidraw asks this before it opens a link, and leaves it alone once the event's default is prevented. */
export const openLink: NonNullable<ExcalidrawProps['onLinkOpen']> = ({ link }, event) => {
  const place = linkPlace(link, location.href)
  if (place.kind === 'here') return
  event.preventDefault()
  if (place.kind === 'tab') window.open(place.address, '_blank', 'noopener,noreferrer')
}
