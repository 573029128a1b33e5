import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { GamelanError } from '../errors.ts'
import { describeFailure, failureCode, isContentRefused, isDatabaseAway, isTaken } from './failures.ts'

const coded = (code: string) => Object.assign(new Error('the driver says'), { code })
const query = (cause: Error) => new DrizzleQueryError('insert into visitors values ($1)', ['Kim'], cause)

describe('[fault P12] what a failure of the database means', () => {
  const away =
    '08000 08001 08003 08006 08P01 25006 28P01 3D000 40001 40P01 53000 53100 53200 53300 53400 55P03 57000 57014 57P01 57P02 57P03 57P04 57P05 58000 58030 58P01 XX000 ECONNREFUSED ECONNRESET EPIPE ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT CONNECT_TIMEOUT CONNECTION_CLOSED CONNECTION_ENDED CONNECTION_DESTROYED'
  test.each(away.split(' '))('%s is a database that is away, with and without a query around it', (code) => {
    for (const error of [
      coded(code),
      query(coded(code)),
      new Error('outer', { cause: query(coded(code)) }),
    ]) {
      expect(isDatabaseAway(error)).toBe(true)
      expect(failureCode(error)).toBe('unavailable')
      expect(isContentRefused(error)).toBe(false)
    }
  })

  test.each(['22001', '23502', '23505', '42601', '42P01', '0A000', '21000', '54000', 'ENOENT', 'ERR_STREAM'])(
    '%s is not',
    (code) => {
      for (const error of [coded(code), query(coded(code))]) {
        expect(isDatabaseAway(error)).toBe(false)
        expect(failureCode(error)).toBe('internal')
      }
    },
  )

  test('a driver that has no code, and PGlite after its end', () => {
    expect(isDatabaseAway(query(new Error('no answer')))).toBe(true)
    expect(isDatabaseAway(new Error('PGlite is closed'))).toBe(true)
    for (const other of [new TypeError('undefined is not a function'), 'oh', undefined])
      expect(isDatabaseAway(other)).toBe(false)
  })

  test('content that is refused, and a key that is taken', () => {
    expect(['22001', '23505', '54000'].map((code) => isContentRefused(query(coded(code))))).toEqual([
      true,
      true,
      true,
    ])
    expect([isTaken(query(coded('23505'))), isTaken(coded('23502'))]).toEqual([true, false])
  })

  test('an error of the catalogue keeps its code', () => {
    expect(failureCode(new GamelanError('no-room', { cause: coded('53100') }))).toBe('no-room')
  })

  test('a log gets its code and its reason, and no values', () => {
    const told = describeFailure(new GamelanError('unavailable', { cause: query(coded('53300')) }))
    expect(told).toEqual({ code: '53300', reason: 'the driver says' })
    expect(describeFailure(coded('53300'))).toEqual({ code: '53300', reason: 'the driver says' })
  })
})
