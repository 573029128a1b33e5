import { expect, test } from 'vitest'
import { z } from 'zod'
import { createCall } from './call.ts'
import { ApiProblem } from './problem.ts'

const schema = z.object({ id: z.string() })
const json = (body: unknown, status = 200) => Response.json(body, { status })

function callWith(answer: (request: { path: string; init: RequestInit }) => Promise<Response> | Response) {
  return createCall({
    timeoutMs: 60_000,
    fetch: (path, init) => Promise.resolve(answer({ path: path as string, init: init ?? {} })),
  })
}

async function codeFrom(promise: Promise<unknown>) {
  const error = await promise.catch((thrown: unknown) => thrown)
  return error instanceof ApiProblem ? error.code : error
}

test('sends JSON and answers what the schema says', async () => {
  const call = callWith(({ path, init }) => {
    expect([path, init.method, init.body]).toEqual(['/api/boards', 'POST', '{"title":"Checkout"}'])
    expect(new Headers(init.headers).get('content-type')).toBe('application/json')
    return json({ id: 'a', more: 'is dropped' }, 201)
  })
  expect(await call('POST', '/api/boards', { schema, body: { title: 'Checkout' } })).toEqual({ id: 'a' })
})

test('an answer without content is null', async () => {
  const call = callWith(() => new Response(null, { status: 204 }))
  expect(await call('DELETE', '/x', { schema: z.null() })).toBeNull()
})

test('a problem keeps its code and its faults', async () => {
  const faults = [{ path: 'title', message: 'too long' }]
  const problem = { type: 'about:blank', title: 'Bad', status: 400, code: 'invalid-request', faults }
  const call = callWith(() => json(problem, 400))
  await expect(call('GET', '/x', { schema })).rejects.toMatchObject({
    code: 'invalid-request',
    status: 400,
    faults,
  })
})

test.each([
  [
    'a proxy that says the server is gone',
    () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    'unreachable',
  ],
  ['an error page that is no problem', () => new Response('oops', { status: 500 }), 'not-understood'],
  [
    'a code that this page does not know',
    () => json({ code: 'brand-new', status: 400 }, 400),
    'not-understood',
  ],
  ['a page where JSON should be', () => new Response('<html>'), 'not-understood'],
  ['another shape', () => json({ id: 7 }), 'not-understood'],
  ['no answer', () => Promise.reject(new TypeError('Failed to fetch')), 'unreachable'],
])('%s is %3$s', async (_what, answer, code) => {
  expect(await codeFrom(callWith(answer)('GET', '/x', { schema }))).toBe(code)
})

test('a call that takes too long counts as unanswered', async () => {
  const call = createCall({
    timeoutMs: 1,
    fetch: (_path, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error))
      }),
  })
  expect(await codeFrom(call('GET', '/x', { schema }))).toBe('unreachable')
})

test('a call that its asker gave up rejects with the reason, which is no problem', async () => {
  const asker = new AbortController()
  const call = callWith(({ init }) => {
    asker.abort(new DOMException('left the page', 'AbortError'))
    return Promise.reject(init.signal?.reason as Error)
  })
  expect(await codeFrom(call('GET', '/x', { schema, signal: asker.signal }))).toBe(asker.signal.reason)
})
