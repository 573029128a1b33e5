/** An answer that is sent piece by piece, as it is taken in. Must never wait for ever for a reader who takes nothing. */
import { Readable } from 'node:stream'
import type { Clock } from '../clock.ts'
import { REPLAY_PATIENCE } from '../limits.ts'
import type { Answering } from './answering.ts'

/** `answer` is ended with the last piece, or when the connection ends. */
export function longAnswer(
  pieces: AsyncIterable<Uint8Array | string>,
  { clock, answer }: { clock: Clock; answer: ReturnType<Answering['begin']> },
): Readable {
  const body = Readable.from(pieces, { objectMode: false })
  let stopWaiting = () => {}
  body.on('pause', () => {
    stopWaiting = clock.after(REPLAY_PATIENCE, () => body.destroy(new Error('a reader took nothing in')))
  })
  body.on('resume', () => stopWaiting())
  body.on('close', () => {
    stopWaiting()
    answer.end()
  })
  return body
}
