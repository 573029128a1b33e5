import { encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import { encodeAwareness } from '@gamelan/protocol/sync/messages'
import { expect, test } from 'vitest'
import { BOARD, connect, setUp } from './rooms.fake.ts'

/** How often one sees another's cursor within 300 ms, which moves every 10. */
async function seenIn300ms({ rooms, settle }: ReturnType<typeof setUp>): Promise<number> {
  const handle = await rooms.open(BOARD)
  const [kim, lee] = [connect(handle), connect(handle, { actor: 'lee' })]
  await settle(100)
  lee.seen.frames.length = 0
  for (let clock = 1; clock <= 30; clock++) {
    const state = JSON.stringify({ cursor: clock })
    kim.peer.receive(encodeAwareness(encodeAwarenessEntries([{ clientId: 7, clock, state }])))
    await settle(10)
  }
  return lee.seen.frames.length
}

test('[S7] with many on all boards together, two on a board of theirs see cursors less often', async () => {
  const few = setUp()
  const seenByFew = await seenIn300ms(few)
  const many = setUp()
  const other = await many.rooms.open('another board')
  const people = Array.from({ length: 201 }, () => connect(other))
  const seenByMany = await seenIn300ms(many)
  // At once, and then every 33 ms or every 50.
  expect([seenByFew, seenByMany]).toEqual([10, 7])
  for (const { peer } of people) peer.leave()
  expect(await seenIn300ms(many)).toBe(seenByFew)
})
