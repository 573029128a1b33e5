/**
 * Answers an upgrade with an http status. Node takes its own error listener off a connection that asks for an upgrade, so a
 * reset by the client would otherwise end the process.
 */
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../clock.ts'

/** Milliseconds that the client has to read the answer. Then the connection is cut: it counts for nobody. */
const PATIENCE = 1000

export function refuseUpgrade(stream: Duplex, status: number, clock: Pick<Clock, 'after'>): void {
  stream.on('error', () => stream.destroy())
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'Connection: close', 'Content-Length: 0']
  stream.end(`${lines.join('\r\n')}\r\n\r\n`)
  // What the client still sends is read and dropped: unread bytes would turn the answer into a reset.
  stream.resume()
  const stop = clock.after(PATIENCE, () => stream.destroy())
  stream.on('close', stop)
}
