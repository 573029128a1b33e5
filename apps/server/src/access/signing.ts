/**
 * What this server signs, and how it knows its own signature again. Must never sign for two purposes alike: a
 * signature made for a cookie says nothing about a ticket.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA256 of a value, bound to its purpose. */
export function mac(secret: string, purpose: string, value: string): Buffer {
  return createHmac('sha256', secret).update(`${purpose}|${value}`).digest()
}

/** `value.signature`. The value must be without a dot. */
export function seal(secret: string, purpose: string, value: string): string {
  return `${value}.${mac(secret, purpose, value).toString('base64url')}`
}

/** The value that was sealed for this purpose, or undefined where the signature is not ours. */
export function unseal(secret: string, purpose: string, sealed: string): string | undefined {
  const dot = sealed.indexOf('.')
  if (dot < 0) return undefined
  const value = sealed.slice(0, dot)
  const claimed = Buffer.from(sealed.slice(dot + 1), 'base64url')
  const expected = mac(secret, purpose, value)
  return claimed.length === expected.length && timingSafeEqual(claimed, expected) ? value : undefined
}
