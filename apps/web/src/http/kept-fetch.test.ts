import { expect, test, vi } from 'vitest'
import { createKeptFetch, dropKept } from './kept-fetch.ts'

/** Caches of a browser, in memory, with what is used of them. */
function fakeCaches() {
  const all = new Map<string, Map<string, Response>>()
  return {
    all,
    open(name: string) {
      const kept = all.get(name) ?? new Map<string, Response>()
      all.set(name, kept)
      const cache = {
        match: (address: string) => Promise.resolve(kept.get(address)?.clone()),
        put(address: string, response: Response) {
          kept.set(address, response)
          return Promise.resolve()
        },
      }
      return Promise.resolve(cache as unknown as Cache)
    },
    keys: () => Promise.resolve([...all.keys()]),
    delete: (name: string) => Promise.resolve(all.delete(name)),
  }
}

function serverThat(cacheControl: string, status = 200) {
  return vi.fn<typeof fetch>(() =>
    Promise.resolve(new Response('bytes', { status, headers: { 'cache-control': cacheControl } })),
  )
}

const FOR_EVER = 'private, max-age=31536000, immutable'

test('what never changes is fetched once, past the browser’s own cache, and no more once it was let go of', async () => {
  const caches = fakeCaches()
  const server = serverThat(FOR_EVER)
  const kept = createKeptFetch('b', server, caches)
  for (let i = 0; i < 3; i++) expect(await (await kept('/part')).text()).toBe('bytes')
  expect(server).toHaveBeenCalledTimes(1)
  expect(server.mock.calls[0]?.[1]?.cache).toBe('no-store')
  // Another page on the same board.
  await createKeptFetch('b', server, caches)('/part')
  expect(server).toHaveBeenCalledTimes(1)
  await dropKept('b', caches)
  await createKeptFetch('b', server, caches)('/part')
  expect(server).toHaveBeenCalledTimes(2)
})

test.each([
  ['what may change', 'no-store', 200, 'GET'],
  ['an error', FOR_EVER, 404, 'GET'],
  ['the answer to a change', FOR_EVER, 200, 'POST'],
])('%s is not kept', async (_what, cacheControl, status, method) => {
  const server = serverThat(cacheControl, status)
  const kept = createKeptFetch('b', server, fakeCaches())
  for (let i = 0; i < 2; i++) await kept('/part', { method })
  expect(server).toHaveBeenCalledTimes(2)
})

test('a browser that keeps nothing, or refuses to, fetches each time', async () => {
  const server = serverThat(FOR_EVER)
  const refusing = { ...fakeCaches(), open: () => Promise.reject(new Error('not allowed')) }
  for (const caches of [undefined, refusing]) {
    const kept = createKeptFetch('b', server, caches)
    expect((await kept('/part')).status).toBe(200)
    await dropKept('b', caches)
  }
  expect(server).toHaveBeenCalledTimes(2)
})

test('[A6] of many boards the last are kept', async () => {
  const caches = fakeCaches()
  caches.all.set('of another page', new Map())
  for (let board = 0; board < 40; board++)
    await createKeptFetch(`board ${String(board)}`, serverThat(FOR_EVER), caches)('/part')
  const names = [...caches.all.keys()]
  expect(names).toContain('of another page')
  expect(names).toContain('gamelan:board:board 39')
  expect(names).toContain('gamelan:board:board 10')
  expect(names).not.toContain('gamelan:board:board 9')
})
