/**
 * An answer that is sent piece by piece, as it is taken in. Must never wait for ever for a reader who takes nothing, nor go
 * on when its asker's access has ended (A4).
 */
import { Readable } from 'node:stream'
import type { Clock } from '../clock.ts'
import { REPLAY_PATIENCE } from '../limits.ts'
import type { Answering } from './answering.ts'

/** Milliseconds for which an answer goes on without asking whether it still may: less than the second of A4. */
const GRANT_HOLDS = 500

/**
 * The pieces of an answer for as long as its asker may have them. Where that ends it breaks off: what was sent must not
 * look whole.
 */
export async function* whileGranted<Piece>(
  pieces: AsyncIterable<Piece>,
  { clock, stillMay }: { readonly clock: Pick<Clock, 'elapsed'>; readonly stillMay: () => Promise<unknown> },
): AsyncGenerator<Piece> {
  let askedAt = clock.elapsed()
  for await (const piece of pieces) {
    if (clock.elapsed() - askedAt > GRANT_HOLDS) {
      await stillMay()
      askedAt = clock.elapsed()
    }
    yield piece
  }
}

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
