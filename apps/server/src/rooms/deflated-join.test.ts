import { encodeStep1 } from '@gamelan/protocol/sync/messages'
import { expect, test } from 'vitest'
import { PRESENCE_BACKLOG } from '../limits.ts'
import { BOARD, connect, setUp } from './rooms.fake.ts'

const NOTHING = Uint8Array.of(0)
const REVIEW_EVERY = 250

test('[S6] [S8] who owes too much when the deflated document is ready gets it once they have read', async () => {
  const { rooms, settle } = setUp()
  const handle = await rooms.open(BOARD)
  const filled = handle.change({ actor: 'kim', connection: 'import' }, (doc) => {
    for (let i = 0; i < 2000; i++)
      doc.getMap('elements').set(`element ${i}`, 'words that come again and again')
  })
  await settle(100)
  await filled
  const [slow, quick] = [connect(handle, { inflates: true }), connect(handle, { inflates: true })]
  for (const { peer } of [slow, quick]) peer.receive(encodeStep1(NOTHING))
  slow.seen.buffered = PRESENCE_BACKLOG + 1
  await expect.poll(() => quick.types()).toContain('deflated')
  expect(slow.types()).not.toContain('deflated')
  slow.seen.buffered = 0
  await settle(REVIEW_EVERY)
  expect(slow.types()).toContain('deflated')
})
