/**
 * The parts of a history over http, as bytes. The addresses name what never changes, so that the browser keeps them for
 * ever; erasing raises the generation, and with it every address (H8).
 */
import { decodeUpdates } from '@gamelan/protocol/history/updates'
import type { Archive } from './projector.ts'

/** The server's answer was no success; `status` 0: there was no answer. */
export class ArchiveFault extends Error {
  readonly status: number
  constructor(status: number, cause?: unknown) {
    super(`history answered ${String(status)}`, { cause })
    this.status = status
  }
}

/** @param address of the board's history, without a slash at its end */
export function createArchive(address: string, generation: number, fetch: typeof globalThis.fetch): Archive {
  async function bytesOf(path: string): Promise<Uint8Array> {
    let response: Response
    try {
      response = await fetch(`${address}/${path}`, { credentials: 'same-origin' })
      if (response.ok) return new Uint8Array(await response.arrayBuffer())
    } catch (cause) {
      throw new ArchiveFault(0, cause)
    }
    throw new ArchiveFault(response.status)
  }
  return {
    keyframe: (seq) => bytesOf(`keyframes/${String(seq)}?g=${String(generation)}`),
    async updates(after, until) {
      const query = new URLSearchParams({ after: String(after), until: String(until), g: String(generation) })
      return decodeUpdates(await bytesOf(`updates?${query}`), after)
    },
  }
}
