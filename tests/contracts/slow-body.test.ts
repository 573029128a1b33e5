/** Bodies over slow lines, with time moved by hand: one that stalls is answered 408, one that keeps coming gets through. */
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFakeClock } from '../../apps/server/src/clock.fake.ts'
import { INCOMING_PATIENCE } from '../../apps/server/src/limits.ts'
import { databases, png, startWithBoard, type Started } from './http-app.ts'

/** 1 Mbit/s. */
const BYTES_PER_SECOND = 125_000
const SECONDS = 70

const clock = createFakeClock()
let started: Started
beforeAll(async () => {
  const [, startDatabases] = databases[0] ?? []
  if (startDatabases === undefined) throw new Error('no database')
  started = await startWithBoard(startDatabases, { clock })
})
/** Time stands still when the server stops: it would wait for a request that goes on. */
const sockets: Socket[] = []
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await started.stop()
})

/** Bytes that the server has received and not handled. */
async function held(): Promise<number> {
  const { body } = await started.http.server.inject({ method: 'GET', url: '/metrics' })
  return Number(/gamelan_incoming_bytes (\d+)/.exec(body)?.[1] ?? Number.NaN)
}

/** An upload of so many bytes whose body is sent by hand. */
function upload(length: number) {
  const { hostname, port, host } = new URL(started.http.sockets)
  const socket = connect(Number(port), hostname)
  sockets.push(socket)
  let answer = ''
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
  const lines = [
    `POST /api/boards/${started.board}/files HTTP/1.1`,
    `host: ${host}`,
    `authorization: Bearer ${started.keys.editor}`,
    'content-type: image/png',
    `content-length: ${String(length)}`,
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  let sent = 0
  return {
    answer: () => answer,
    /** Resolves when the server has it, or has answered. */
    async send(bytes: Buffer) {
      socket.write(bytes)
      sent += bytes.length
      await expect.poll(async () => answer !== '' || (await held()) >= sent, { interval: 2 }).toBe(true)
    },
    end: () => socket.destroy(),
  }
}

test('[fault V2] [A6] a body that stalls is answered 408, and let go', async () => {
  const image = upload(1000)
  await image.send(png(1))
  clock.advance(INCOMING_PATIENCE - 1)
  await started.http.server.inject({ method: 'GET', url: '/metrics' })
  expect(image.answer()).toBe('')
  clock.advance(1000)
  await expect.poll(image.answer).toMatch(/^HTTP\/1\.1 408/)
  expect(image.answer()).toContain('"too-slow"')
  await expect.poll(held).toBe(0)
  image.end()
})

test('[A6] a large body at 1 Mbit/s gets through', async () => {
  const whole = Buffer.concat([png(2), Buffer.alloc(BYTES_PER_SECOND * SECONDS)])
  const image = upload(whole.length)
  for (let at = 0; at < whole.length; at += BYTES_PER_SECOND) {
    await image.send(whole.subarray(at, at + BYTES_PER_SECOND))
    clock.advance(1000)
  }
  await expect.poll(image.answer, { timeout: 10_000 }).toMatch(/^HTTP\/1\.1 201/)
  await expect.poll(held).toBe(0)
  image.end()
})
