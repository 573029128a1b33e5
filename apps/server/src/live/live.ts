/**
 * The live sessions that somebody is connected to. One board has one, whatever joins and leaves race, and one that could
 * not be read is not served.
 */
import { GamelanError } from '../errors.ts'
import { createSession, type Session, type SessionParts } from './session.ts'
import type { Live } from './types.ts'

/** Milliseconds for which a session that nobody is connected to stays in memory. */
const LINGER = 60_000

type Entry = {
  readonly loaded: Promise<Session>
  session: Session | undefined
  /** Those who have joined, or wait to. */
  holders: number
  stopLinger: (() => void) | undefined
}

export function createLive(parts: SessionParts): Live {
  const { store, clock, log } = parts
  const entries = new Map<string, Entry>()
  let draining = false

  function begin(boardId: string): Entry {
    const entry: Entry = { loaded: load(boardId), session: undefined, holders: 0, stopLinger: undefined }
    entries.set(boardId, entry)
    return entry
  }

  async function load(boardId: string): Promise<Session> {
    const state = await store.load(boardId)
    const session = createSession(boardId, state, parts, () => {
      if (entries.get(boardId)?.session === session) entries.delete(boardId)
    })
    log.info({ board: boardId, seq: state.seq }, 'session opened')
    return session
  }

  function release(boardId: string, entry: Entry): void {
    entry.holders -= 1
    if (entry.holders > 0) return
    entry.stopLinger = clock.after(LINGER, () => void close(boardId, entry))
  }

  /** Never rejects. */
  async function close(boardId: string, entry: Entry): Promise<void> {
    await entry.session?.settled()
    if (entry.holders === 0 && entries.get(boardId) === entry) entries.delete(boardId)
  }

  return {
    async join(boardId, member) {
      if (draining) throw new GamelanError('unavailable', { detail: 'the server is closing' })
      const entry = entries.get(boardId) ?? begin(boardId)
      entry.holders += 1
      entry.stopLinger?.()
      entry.stopLinger = undefined
      try {
        const session = await entry.loaded
        entry.session = session
        const handle = session.join(member)
        return {
          resync: () => {
            handle.resync()
          },
          command: (command) => handle.command(command),
          become: (becoming) => {
            handle.become(becoming)
          },
          leave() {
            if (!handle.leave()) return false
            release(boardId, entry)
            return true
          },
        }
      } catch (error) {
        release(boardId, entry)
        // A failed load is not kept: the next one asks again.
        if (entry.session === undefined && entries.get(boardId) === entry) entries.delete(boardId)
        throw error
      }
    },

    async attention(boardId) {
      const { attention } = entries.get(boardId)?.session?.state() ?? (await store.load(boardId))
      return attention
    },

    async drain() {
      draining = true
      for (const { session } of entries.values()) await session?.settled()
    },
  }
}
