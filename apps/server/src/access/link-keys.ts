/**
 * The keys in links (A2). A key is derived and only its hash is stored: a copy of the database opens no board, and
 * a link can still be shown again to those who may hand it on. Must never let a key reach a log or a row.
 */
import { createHash } from 'node:crypto'
import { mac } from './signing.ts'

/** 192 bits: 32 characters of base64url. */
const KEY_LENGTH = 32

/** The key of a link. Another secret gives another key, which its hash then shows. */
export function deriveKey(secret: string, boardId: string, linkId: string): string {
  return mac(secret, 'link', `${boardId}|${linkId}`).toString('base64url').slice(0, KEY_LENGTH)
}

/** The keys of a series' invitation. */
export type InvitationKeys = {
  /** Of the link that lets people in. */
  readonly link: string
  /** Of the calendar's address. */
  readonly feed: string
}

/** The key of the link that a feed shows: whoever has the feed's has it, and from it nobody has the feed's. */
export function linkKeyOfFeed(feedKey: string): string {
  return mac(feedKey, 'invitation', '').toString('base64url').slice(0, KEY_LENGTH)
}

/** The keys of an invitation. The server keeps neither, so the feed's must lead to the link's. */
export function deriveInvitation(secret: string, seriesId: string, invitationId: string): InvitationKeys {
  const feed = mac(secret, 'feed', `${seriesId}|${invitationId}`).toString('base64url').slice(0, KEY_LENGTH)
  return { feed, link: linkKeyOfFeed(feed) }
}

/** What is stored of a key. A bare SHA-256 is enough for 192 random bits: there is nothing to guess. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
