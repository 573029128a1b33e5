import { fastify } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { expect, test } from 'vitest'
import { createFakeClock } from '../clock.fake.ts'
import { READY_WITHIN, registerHealth } from './health.ts'

function setUp(ready: () => Promise<void>) {
  const clock = createFakeClock()
  const api = fastify().withTypeProvider<ZodTypeProvider>()
  api.setValidatorCompiler(validatorCompiler)
  api.setSerializerCompiler(serializerCompiler)
  registerHealth(api, { ready, clock })
  return { clock, api }
}

test('ready while the database answers', async () => {
  const { api } = setUp(() => Promise.resolve())
  expect((await api.inject('/readyz')).json()).toEqual({ status: 'ready' })
})

test('not ready when the database refuses, and when it does not answer in time', async () => {
  const refusing = setUp(() => Promise.reject(new Error('refused')))
  expect((await refusing.api.inject('/readyz')).statusCode).toBe(503)

  let asked = () => {}
  const isAsked = new Promise<void>((resolve) => (asked = resolve))
  const silent = setUp(() => {
    asked()
    return new Promise(() => {})
  })
  const answer = silent.api.inject('/readyz')
  // An injected request starts when its answer is asked for.
  void answer.then(() => undefined)
  await isAsked
  silent.clock.advance(READY_WITHIN)
  expect((await answer).json()).toMatchObject({ code: 'unavailable' })
})
