import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { registerWeb } from './web.ts'

test('a server whose page is not built says so, and its api is none the worse', async () => {
  const app = fastify()
  app.get('/api/me', () => ({ participant: null }))
  await registerWeb(app, '/nowhere')
  const page = await app.inject({ url: '/', headers: { accept: 'text/html' } })
  expect([page.statusCode, page.body]).toEqual([503, expect.stringContaining('pnpm build')])
  expect((await app.inject('/api/me')).statusCode).toBe(200)
  expect((await app.inject('/api/nothing')).json()).toMatchObject({ status: 404, code: 'not-found' })
  await app.close()
})
