/**
 * Updates that repeat what is known, found by the fuzz of the wire: Yjs would throw or wait over the known part, and
 * the room with everybody in it would be loaded afresh for one client's bytes.
 */
import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, connect, setUp } from './rooms.fake.ts'

async function pair() {
  const { rooms, settle } = setUp()
  const handle = await rooms.open(BOARD)
  const [kim, lee] = [connect(handle), connect(handle, { actor: 'lee' })]
  kim.doc.clientID = 7
  kim.sync()
  lee.sync()
  const write = async (who: typeof kim, work: (doc: Y.Doc) => void) => {
    who.write(work)
    await settle()
  }
  const closed = () => [kim, lee].map((person) => person.seen.closed)
  return { handle, kim, lee, write, settle, closed }
}

test('[S5] a struct whose known part was collected goes in, and disturbs nobody', async () => {
  const { handle, kim, settle, closed } = await pair()
  // One clock of client 7 that was collected; then the same clock and the next as the letters "xy" of a text.
  kim.peer.receive(encodeUpdate(Uint8Array.of(1, 1, 7, 0, 0, 1, 0)))
  kim.peer.receive(encodeUpdate(Uint8Array.of(1, 1, 7, 0, 0x04, 1, 1, 0x74, 2, 0x78, 0x79, 0)))
  await settle()
  expect(closed()).toEqual([[], []])
  expect(Y.getState(handle.doc.store, 7)).toBe(2)
})

test('[S5] known structs that rest on what nobody has are not looked at, and their deletions are taken', async () => {
  const { handle, kim, write, settle, closed } = await pair()
  await write(kim, (doc) => doc.getText('t').insert(0, 'x'))
  // "x" of client 7 again, but to the right of a struct of client 9, and its deletion.
  kim.peer.receive(encodeUpdate(Uint8Array.of(1, 1, 7, 0, 0x84, 9, 0, 1, 0x78, 1, 7, 1, 0, 1)))
  await settle()
  expect(closed()).toEqual([[], []])
  expect(handle.doc.getText('t').length).toBe(0)
})

test.each([
  ['goes on in a second section', [2, 1, 7, 0, 0, 1, 1, 7, 1, 0, 1, 0]],
  ['has an empty section', [2, 1, 7, 0, 0, 1, 0, 7, 0, 0]],
])('[S5] a client id that %s is malformed: Yjs would read the second alone', async (_what, bytes) => {
  const { handle, kim, lee } = await pair()
  kim.peer.receive(encodeUpdate(Uint8Array.from(bytes)))
  expect(kim.seen.closed).toEqual(['malformed'])
  expect(lee.seen.closed).toEqual([])
  expect(Y.getState(handle.doc.store, 7)).toBe(0)
})
