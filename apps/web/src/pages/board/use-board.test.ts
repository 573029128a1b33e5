import type { Board } from '@gamelan/protocol/http/boards'
import { QueryObserver, environmentManager, focusManager } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '../../http/query-client.ts'
import { boardQuery } from './use-board.ts'

const BOARD: Board = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA',
  title: 'Checkout',
  role: 'editor',
  createdAt: '2026-11-23T12:00:00Z',
  changedAt: '2026-11-23T12:00:00Z',
  links: {},
  parent: null,
  series: null,
  sessionBoard: null,
}

let ask = vi.fn<() => Promise<Board>>()
let leave: () => void

beforeEach(() => {
  vi.useFakeTimers()
  environmentManager.setIsServer(() => false)
  focusManager.setFocused(true)
  ask = vi.fn<() => Promise<Board>>().mockResolvedValue(BOARD)
  const queries = createQueryClient()
  queries.mount()
  const stopLooking = new QueryObserver(queries, boardQuery({ board: ask }, BOARD.id)).subscribe(
    () => undefined,
  )
  leave = () => {
    stopLooking()
    queries.unmount()
    queries.clear()
  }
})

afterEach(() => {
  leave()
  focusManager.setFocused(undefined)
  environmentManager.setIsServer(() => true)
  vi.useRealTimers()
})

test('[fault V10] a board is asked for once, however long its page is looked at', async () => {
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(ask).toHaveBeenCalledTimes(1)
})

test('a page that nobody looks at asks nothing, and asks at once when it is looked at again', async () => {
  await vi.advanceTimersByTimeAsync(0)
  focusManager.setFocused(false)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ask).toHaveBeenCalledTimes(1)
  focusManager.setFocused(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(ask).toHaveBeenCalledTimes(2)
})

test('coming back after a moment asks as well, however fresh the answer is', async () => {
  await vi.advanceTimersByTimeAsync(0)
  focusManager.setFocused(false)
  focusManager.setFocused(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(ask).toHaveBeenCalledTimes(2)
})
