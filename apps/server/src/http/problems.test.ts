import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { GamelanError } from '../errors.ts'
import { asGamelanError, problemOf } from './problems.ts'

const coded = (code: string) => Object.assign(new Error('a driver says'), { code })
const failedQuery = (cause: Error) => new DrizzleQueryError('insert into visitors', ['Kim'], cause)

describe('what an error is told as', () => {
  test.each([
    ['a database that is not there', failedQuery(coded('ECONNREFUSED')), 'unavailable'],
    ['a connection that ended before the query', coded('CONNECTION_CLOSED'), 'unavailable'],
    ['a database that shuts down', failedQuery(coded('57P01')), 'unavailable'],
    ['a broken connection', failedQuery(coded('08006')), 'unavailable'],
    ['a full disk', failedQuery(coded('53100')), 'unavailable'],
    ['a driver without a code', failedQuery(new Error('PGlite is closed')), 'unavailable'],
    ['a query that is wrong', failedQuery(coded('42601')), 'internal'],
    ['a row that is there already', failedQuery(coded('23505')), 'internal'],
    ['a defect', new TypeError('undefined is not a function'), 'internal'],
    ['a thrown text', 'oh', 'internal'],
    ['nothing at all', undefined, 'internal'],
    ['what fastify refuses', Object.assign(new Error('Unsupported'), { statusCode: 415 }), 'invalid-request'],
    ['a body without end', Object.assign(new Error('Too large'), { statusCode: 413 }), 'image-too-large'],
  ])('%s', (_, error, code) => {
    expect(asGamelanError(error, 'image-too-large').code).toBe(code)
  })

  test('it says what happened and what to do, and nothing of the inside', () => {
    const problem = problemOf(asGamelanError(failedQuery(coded('42601'))))
    expect(problem).toMatchObject({ status: 500, code: 'internal' })
    expect(JSON.stringify(problem)).not.toMatch(/visitors|Kim|driver/)
    const detailed = problemOf(new GamelanError('not-a-drawing', { detail: 'the file is empty' }))
    expect(detailed.detail).toMatch(/^The file is empty\. \S/)
  })

  test('an error of the start is none of a visitor’s business', () => {
    const problem = problemOf(new GamelanError('data-locked', { detail: '/data' }))
    expect(problem.code).toBe('internal')
    expect(JSON.stringify(problem)).not.toContain('/data')
  })
})
