import { InfiniteQueryObserver, QueryObserver, environmentManager, focusManager } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiProblem } from './problem.ts'
import { createQueryClient, slowPoll } from './query-client.ts'

const MINUTE = 60_000
let queries: ReturnType<typeof createQueryClient>
let end: () => void

beforeEach(() => {
  vi.useFakeTimers()
  environmentManager.setIsServer(() => false)
  focusManager.setFocused(true)
  queries = createQueryClient()
  queries.mount()
})
afterEach(() => {
  end()
  queries.unmount()
  queries.clear()
  focusManager.setFocused(undefined)
  environmentManager.setIsServer(() => true)
  vi.useRealTimers()
})

function look(ask: () => Promise<unknown>, more: { refetchInterval?: typeof slowPoll } = {}): void {
  end = new QueryObserver(queries, { queryKey: ['one'], queryFn: ask, ...more }).subscribe(() => undefined)
}
const away = () => Promise.reject(new ApiProblem('unreachable'))

test('[fault V10] a page that waits for the server tries less and less often, and at last once a minute', async () => {
  const ask = vi.fn<() => Promise<unknown>>(away)
  look(ask)
  await vi.advanceTimersByTimeAsync(MINUTE)
  const first = ask.mock.calls.length
  expect(first).toBeGreaterThanOrEqual(4)
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(ask.mock.calls.length - first).toBeLessThanOrEqual(10)
  expect(ask.mock.calls.length - first).toBeGreaterThanOrEqual(7)
})

test('[fault V10] a page that has an answer asks once a minute while the server is away', async () => {
  const ask = vi.fn<() => Promise<unknown>>(away).mockResolvedValueOnce('found')
  look(ask, { refetchInterval: slowPoll })
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(ask.mock.calls.length).toBeLessThanOrEqual(11)
  expect(ask.mock.calls.length).toBeGreaterThanOrEqual(8)
})

test('[fault V10] the list of boards is asked for once a minute while it is seen, and unseen not at all', async () => {
  const ask = vi.fn<() => Promise<unknown>>().mockResolvedValue({ boards: [], next: null })
  end = new InfiniteQueryObserver(queries, {
    queryKey: ['boards'],
    queryFn: ask,
    initialPageParam: null,
    getNextPageParam: () => null,
    refetchInterval: slowPoll,
  }).subscribe(() => undefined)
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(ask.mock.calls.length).toBeLessThanOrEqual(11)
  expect(ask.mock.calls.length).toBeGreaterThanOrEqual(8)
  focusManager.setFocused(false)
  const unseen = ask.mock.calls.length
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(ask.mock.calls.length).toBe(unseen)
})

test('a refusal is not asked for again', async () => {
  const refusal = new ApiProblem('forbidden-or-unknown', 404)
  const ask = vi.fn<() => Promise<unknown>>().mockRejectedValue(refusal)
  look(ask)
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(ask).toHaveBeenCalledTimes(1)
})
