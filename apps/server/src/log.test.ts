import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createLog } from './log.ts'

function lineOf(fields: object): string {
  let written = ''
  createLog('info', false, { write: (line) => (written += line) }).error(fields, 'it failed')
  return written
}

const refused = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' })
const failed = new DrizzleQueryError('insert into visitors values ($1)', ['Kim Secret'], refused)

test('a failed query is logged by its cause, without its values, however deep it is wrapped', () => {
  for (const err of [failed, new Error('wrapped', { cause: failed })]) {
    const line = lineOf({ err })
    expect(JSON.parse(line)).toMatchObject({ err: { code: 'ECONNREFUSED', message: 'connection refused' } })
    expect(line).not.toContain('Kim')
    expect(line).not.toContain('insert')
  }
})

test('any other error is logged with its stack, and a request without its query', () => {
  expect(lineOf({ err: new Error('a fault') })).toMatch(/"message":"a fault".*log\.test\.ts/)
  const req = { method: 'GET', url: '/sync/board?ticket=hush' }
  expect(JSON.parse(lineOf({ req }))).toMatchObject({ req: { method: 'GET', path: '/sync/board' } })
})
