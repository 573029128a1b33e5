import { expect, test } from 'vitest'
import { type LogRow, readRows } from './rows.ts'

const row = (seq: number): LogRow => ({ seq, first: null, at: 0, actor: 'kim', payload: new Uint8Array() })

test('[H7] between two pages all others have their turn, even if the database answers at once', async () => {
  let turns = 0
  let isDone = false
  const turn = () => {
    turns += 1
    if (!isDone) setImmediate(turn)
  }
  setImmediate(turn)
  const pages = [[row(1), row(2)], [row(3)], [row(4)]]
  const read = () => Promise.resolve(pages.shift() ?? [])
  const seen: number[] = []
  for await (const rows of readRows(read, 0, (seq) => new Error(`${seq} is missing`) as never)) {
    expect(rows.length).toBeGreaterThan(0)
    seen.push(turns)
  }
  isDone = true
  expect(seen).toHaveLength(3)
  expect(new Set(seen).size).toBe(3)
})
