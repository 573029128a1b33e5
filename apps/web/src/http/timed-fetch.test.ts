import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createTimedFetch } from './timed-fetch.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections()
})

async function serverThat(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume()
    answer(response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`
}

const nameOf = (error: unknown) => (error as Error).name

test('[fault P1] a request that nobody answers ends', async () => {
  const address = await serverThat(() => undefined)
  expect(await createTimedFetch(fetch, 50)(address).catch(nameOf)).toBe('TimeoutError')
  const upload = createTimedFetch(fetch, 50)(address, { method: 'POST', body: new Blob(['image']) })
  expect(await upload.catch(nameOf)).toBe('TimeoutError')
})

test('[fault P1] an answer that stops in the middle ends', async () => {
  const address = await serverThat((response) => void response.write('a part'))
  const response = await createTimedFetch(fetch, 50)(address)
  expect(await response.text().catch(nameOf)).toBe('TimeoutError')
})

test('an answer that takes long, but arrives, is whole', async () => {
  const address = await serverThat((response) => {
    let parts = 0
    const write = () => {
      if (++parts > 20) return void response.end()
      response.write('part')
      setTimeout(write, 100)
    }
    write()
  })
  // In all it takes longer than the limit.
  const response = await createTimedFetch(fetch, 1_500)(address)
  expect([response.status, await response.text()]).toEqual([200, 'part'.repeat(20)])
})

test('a caller that gives up is told its own reason, and an answer without a body is passed on', async () => {
  const asker = new AbortController()
  const silent = await serverThat(() => undefined)
  const asked = createTimedFetch(fetch)(silent, { signal: asker.signal })
  asker.abort(new DOMException('left', 'AbortError'))
  expect(await asked.catch(nameOf)).toBe('AbortError')
  const empty = await serverThat((response) => void response.writeHead(204).end())
  expect((await createTimedFetch(fetch)(empty)).status).toBe(204)
})
