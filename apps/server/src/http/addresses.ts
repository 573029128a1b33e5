/** The addresses that answers carry. Must never put a key anywhere but behind a `#`, where no log sees it; a calendar's alone cannot stand there. */
import type { FastifyRequest } from 'fastify'
import type { Links } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import type { Keys } from '../access/types.ts'

/** A Host header may only carry on into an address or a policy if it is nothing but a host. */
const HOST = /^[A-Za-z0-9_.:[\]-]+$/

/** Whether this is a host, perhaps with a port. */
export function isHost(host: string | undefined): host is string {
  return host !== undefined && HOST.test(host)
}

/** What links begin with: PUBLIC_URL, or the address that this request was sent to. */
export function baseOf(request: FastifyRequest, publicUrl: string | undefined): string {
  return publicUrl ?? `${request.protocol}://${request.host}`
}

/** The link that carries a key. */
export function linkAddress(base: string, boardId: string, key: string): string {
  return `${base}/b/${boardId}#k=${key}`
}

/** The link by which people join whichever board of a series is the newest. */
export function invitationAddress(base: string, seriesId: string, key: string): string {
  return `${base}/s/${seriesId}#k=${key}`
}

/** What calendars subscribe to. They send no fragment, so this key alone stands in a query: no log of ours has those. */
export function feedAddress(base: string, seriesId: string, key: string): string {
  return `${base}/api/series/${seriesId}/calendar.ics?key=${key}`
}

/** The link by which another device becomes a person. */
export function personalAddress(base: string, key: string): string {
  return `${base}/me#k=${key}`
}

/** The links that carry these keys, by role. */
export function linkAddresses(base: string, boardId: string, keys: Keys): Links {
  const links: Links = {}
  for (const [role, key] of Object.entries(keys) as [Role, string | null][]) {
    links[role] = key === null ? null : linkAddress(base, boardId, key)
  }
  return links
}

/** Enough of a content's hash to tell one picture of a board from the next. */
const VERSION_LENGTH = 16

/** Where a board's picture is, with its content in the address so that it can be cached for ever. */
export function pictureAddress(boardId: string, version: string | null): string | null {
  return version === null ? null : `/api/boards/${boardId}/picture?v=${version.slice(0, VERSION_LENGTH)}`
}
