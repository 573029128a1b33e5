import { describe, expect, test } from 'vitest'
import { readCaller, sealVisitor } from './caller.ts'
import { deriveKey, hashKey } from './link-keys.ts'
import { seal, unseal } from './signing.ts'
import { TICKET_LIFETIME, readTicket, writeTicket } from './tickets.ts'

const SECRET = 'a secret of thirty-two characters'
const OTHER = 'another secret of thirty-two char'
const visitorId = 'vvvvvvvvvvvvvvvvvvvvvv'
const boardId = 'bbbbbbbbbbbbbbbbbbbbbb'
const key = deriveKey(SECRET, boardId, 'link')
const cookie = `theme=dark; gamelan_visitor=${sealVisitor(SECRET, visitorId)}`

describe('[A5] signatures', () => {
  test('are known again, for their own purpose and secret alone', () => {
    const sealed = seal(SECRET, 'one', 'value')
    expect(unseal(SECRET, 'one', sealed)).toBe('value')
    expect(unseal(SECRET, 'two', sealed)).toBeUndefined()
    expect(unseal(OTHER, 'one', sealed)).toBeUndefined()
    expect(unseal(SECRET, 'one', sealed.replace('value', 'valve'))).toBeUndefined()
    expect(unseal(SECRET, 'one', 'value')).toBeUndefined()
    expect(unseal(SECRET, 'one', 'value.')).toBeUndefined()
  })
})

describe('[A2] keys', () => {
  test('are derived alike each time, and differ by board, link and secret', () => {
    expect(key).toMatch(/^[A-Za-z0-9_-]{32}$/)
    expect(deriveKey(SECRET, boardId, 'link')).toBe(key)
    const others = [
      deriveKey(OTHER, boardId, 'link'),
      deriveKey(SECRET, boardId, 'link2'),
      deriveKey(SECRET, visitorId, 'link'),
    ]
    expect(new Set([key, ...others]).size).toBe(4)
    expect(hashKey(key)).not.toContain(key)
  })
})

describe('tickets', () => {
  const ticket = writeTicket(SECRET, { visitorId, boardId }, 1000)

  test('are good until their time is over', () => {
    expect(readTicket(SECRET, ticket, 1000)).toEqual({ visitorId, boardId })
    expect(readTicket(SECRET, ticket, 1000 + TICKET_LIFETIME - 1)).toEqual({ visitorId, boardId })
    expect(readTicket(SECRET, ticket, 1000 + TICKET_LIFETIME)).toBeUndefined()
  })

  test('of another secret, or changed, are none', () => {
    expect(readTicket(OTHER, ticket, 1000)).toBeUndefined()
    expect(readTicket(SECRET, `${ticket}x`, 1000)).toBeUndefined()
    expect(readTicket(SECRET, ticket.replace(boardId, visitorId), 1000)).toBeUndefined()
    expect(readTicket(SECRET, seal(SECRET, 'ticket', `${visitorId}~${boardId}~never`), 1000)).toBeUndefined()
  })
})

describe('[A2] who calls', () => {
  test('a browser by its cookie', () => {
    expect(readCaller(SECRET, { cookie }, 0)).toEqual({ kind: 'visitor', visitorId })
  })

  test('a program by its key, whatever its cookie says', () => {
    expect(readCaller(SECRET, { cookie, authorization: `Bearer ${key}` }, 0)).toEqual({ kind: 'key', key })
    expect(readCaller(SECRET, { authorization: `bearer ${key}` }, 0)).toEqual({ kind: 'key', key })
  })

  test('an embedded page by its ticket', () => {
    const ticket = writeTicket(SECRET, { visitorId, boardId }, 0)
    expect(readCaller(SECRET, { ticket }, 0)).toEqual({ kind: 'ticket', visitorId, boardId })
  })

  test.each([
    ['no credentials', {}],
    ['a cookie of another secret', { cookie: `gamelan_visitor=${sealVisitor(OTHER, visitorId)}` }],
    ['a cookie without a signature', { cookie: `gamelan_visitor=${visitorId}` }],
    ['a signed name that is none', { cookie: `gamelan_visitor=${sealVisitor(SECRET, 'x')}` }],
    [
      'a ticket used as a cookie',
      { cookie: `gamelan_visitor=${writeTicket(SECRET, { visitorId, boardId }, 0)}` },
    ],
    ['a wrong key beside a good cookie', { cookie, authorization: 'Bearer nonsense' }],
    ['another scheme beside a good cookie', { cookie, authorization: 'Basic YTpi' }],
    ['a wrong ticket beside a good cookie', { cookie, ticket: 'nonsense' }],
  ])('%s: nobody', (_, credentials) => {
    expect(readCaller(SECRET, credentials, 0)).toEqual({ kind: 'nobody' })
  })
})
