/**
 * Loads the parts of the page that are fetched only when they are needed. A page that is open during an upgrade may find
 * a part gone: then somebody must say so, and never blame a connection that works.
 */
import { z } from 'zod'
import { timedFetch } from '../../http/timed-fetch.ts'

/** A part of the page could not be loaded. */
export class PartMissing extends Error {
  constructor(cause: unknown) {
    super('a part of the page did not load', { cause })
    this.name = 'PartMissing'
  }
}

/** `new-version`: the server has another page than this. `away`: it does not answer. `missing`: neither. */
export type MissingReason = 'new-version' | 'away' | 'missing'

/** Limit on loading one part, in milliseconds: a browser waits for minutes where packets vanish. */
const LOAD_TIMEOUT_MS = 60_000
/** What Vite dispatches on the window when an import does not load; Excalidraw's own imports are told of by it alone. */
const IMPORT_FAILED = 'vite:preloadError'

let loading = 0
const listeners = new Set<() => void>()

/** Reports a part that did not load, where nothing in its place says so. */
export function reportMissing(): void {
  for (const listener of listeners) listener()
}

/** Calls `listener` for each report, Excalidraw's parts included; the answer ends that. */
export function onMissing(listener: () => void): () => void {
  const ofExcalidraw = (): void => {
    if (loading === 0) listener()
  }
  listeners.add(listener)
  window.addEventListener(IMPORT_FAILED, ofExcalidraw)
  return () => {
    listeners.delete(listener)
    window.removeEventListener(IMPORT_FAILED, ofExcalidraw)
  }
}

function outOfTime(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new DOMException('no answer', 'TimeoutError')), LOAD_TIMEOUT_MS)
  })
}

/** Rejects with a PartMissing. `isReported`: whether that is reported, since nothing else says so. */
export async function loadPart<T>(load: () => Promise<T>, isReported = true): Promise<T> {
  loading += 1
  try {
    return await Promise.race([load(), outOfTime()])
  } catch (cause) {
    if (isReported) reportMissing()
    throw new PartMissing(cause)
  } finally {
    loading -= 1
  }
}

/** The first module of a page; the build writes the same into version.json. */
const versionSchema = z.object({ entry: z.string() })

/** Asks the server. Never rejects. */
export async function whyMissing(): Promise<MissingReason> {
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src
  try {
    const response = await timedFetch('/version.json', { cache: 'no-store' })
    if (!response.ok) return response.status >= 502 ? 'away' : 'missing'
    const version = versionSchema.safeParse(await response.json())
    const isNew = version.success && new URL(version.data.entry, location.origin).href !== own
    return isNew ? 'new-version' : 'missing'
  } catch {
    return 'away'
  }
}
