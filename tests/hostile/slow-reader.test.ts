/** One who takes a board and then never reads again, over raw TCP: they are sent away, and the others notice nothing. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import net from 'node:net'
import { expect, test } from 'vitest'
import { world } from './world.ts'

/** More than the kernel keeps for a reader, and than the server owes one before it stops sending changes. */
const ROUNDS = 24
const MIB = 1024 * 1024

const scene = world()

/** A WebSocket by hand: greets, asks for the document, and from then on reads nothing. */
async function neverReads(): Promise<net.Socket> {
  const { hostname, port, host } = new URL(scene.origin)
  const socket = net.connect(Number(port), hostname)
  // It ends in `close` as well.
  socket.on('error', () => undefined)
  const lines = [
    `GET /sync/${scene.board.id} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    `Authorization: Bearer ${scene.board.keys.editor}`,
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  await once(socket, 'data')
  // Step 1 of an empty document, in a masked frame whose mask is zero.
  socket.write(Uint8Array.of(0x82, 0x84, 0, 0, 0, 0, 0, 0, 1, 0))
  await once(socket, 'data')
  socket.pause()
  return socket
}

/** How many were sent away for not reading. */
async function sentAway(): Promise<number> {
  const { text } = await scene.call('GET', '/metrics')
  return Number(/gamelan_refused_total\{reason="tooSlow"\} (\d+)/.exec(text)?.[1] ?? 0)
}

test('[S6] [A6] one who never reads is sent away, and two honest people notice nothing', async () => {
  const socket = await neverReads()
  const [a, b] = scene.honest
  for (let round = 0; round < ROUNDS; round++) {
    a.doc.getMap('large').set('value', `${String(round)} ${'x'.repeat(MIB)}`)
    // One after the other: what an honest person may send in a second is bounded, too.
    await a.allSaved()
    await b.until(() => String(b.doc.getMap('large').get('value')).startsWith(`${String(round)} `))
  }
  await scene.noticedNothing()
  await expect.poll(sentAway, { timeout: 90_000, interval: 1000 }).toBe(1)
  socket.destroy()
}, 120_000)
