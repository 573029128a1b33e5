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

/** What is stored of a key. A bare SHA-256 is enough for 192 random bits: there is nothing to guess. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
