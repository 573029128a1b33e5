/**
 * An archive that holds what was asked for last, so that whoever goes back there waits for no disk and no network. Must
 * never hold an answer that failed.
 */
import type { Archive } from './projector.ts'

/** Bytes of what is held. A long board's history is larger; its parts that are looked at are not. */
const HELD = 32 * 1024 * 1024
/** Bytes of an update beside what it holds, about. */
const BESIDE = 100

type Entry = { readonly answer: Promise<unknown>; bytes: number }

export function createHeldArchive(archive: Archive, most = HELD): Archive {
  /** What was asked for last at its end. */
  const held = new Map<string, Entry>()
  let bytes = 0

  function drop(name: string, entry: Entry): void {
    if (held.get(name) !== entry) return
    held.delete(name)
    bytes -= entry.bytes
  }

  function weigh(entry: Entry, name: string, weight: number): void {
    if (held.get(name) !== entry) return
    entry.bytes = weight
    bytes += weight
    for (const [oldest, old] of held) {
      if (bytes <= most) break
      drop(oldest, old)
    }
  }

  function once<T>(name: string, ask: () => Promise<T>, sizeOf: (answer: T) => number): Promise<T> {
    const found = held.get(name)
    if (found !== undefined) {
      held.delete(name)
      held.set(name, found)
      return found.answer as Promise<T>
    }
    const answer = ask()
    const entry: Entry = { answer, bytes: 0 }
    held.set(name, entry)
    answer.then(
      (given) => weigh(entry, name, sizeOf(given)),
      () => drop(name, entry),
    )
    return answer
  }

  return {
    keyframe: (seq) =>
      once(
        `keyframe ${String(seq)}`,
        () => archive.keyframe(seq),
        (keyframe) => keyframe.byteLength,
      ),
    updates: (after, until) =>
      once(
        `updates ${String(after)} ${String(until)}`,
        () => archive.updates(after, until),
        (updates) => updates.reduce((sum, { update }) => sum + update.byteLength + BESIDE, 0),
      ),
  }
}
