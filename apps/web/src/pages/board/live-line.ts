/**
 * Whether a network or a proxy refuses a live connection while http comes through. Tells that from a server that is away,
 * which refuses both. Never says blocked after a single look: a server that restarts is between the two for a moment.
 */
import { timedFetch } from '../../http/timed-fetch.ts'

/** What does not come through: the drawing's connection, the session's, or nothing. */
export type Blocked = 'sync' | 'session' | null

/** Milliseconds between two looks, and in which a look must have its answer. */
export const LOOK_EVERY_MS = 4000
/** Looks in a row that must say blocked. */
const LOOKS = 2

/** The address at which each conversation's upgrade is tried. No board has this id. */
const TRIED: Readonly<Record<Exclude<Blocked, null>, string>> = {
  sync: '/sync/line-check',
  session: '/socket.io/?EIO=4&transport=websocket',
}

export type LineSurroundings = {
  /** Whether http reaches the server. */
  readonly httpWorks: () => Promise<boolean>
  /** Whether a WebSocket to this path opens, whatever the server then says on it. */
  readonly opens: (path: string) => Promise<boolean>
  readonly wait: (milliseconds: number) => Promise<void>
}

/** The answer, or `false` where it does not come in time or is none. */
function within(work: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), LOOK_EVERY_MS)
    const answer = (found: boolean) => {
      clearTimeout(timer)
      resolve(found)
    }
    work.then(answer, () => answer(false))
  })
}

export const browserLine: LineSurroundings = {
  // Not an address that the service worker or a cache answers.
  httpWorks: () => within(timedFetch('/healthz', { cache: 'no-store' }).then(({ ok }) => ok)),
  opens(path) {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${path}`)
    const opened = new Promise<boolean>((resolve) => {
      socket.addEventListener('open', () => resolve(true))
      socket.addEventListener('close', () => resolve(false))
    })
    return within(opened).finally(() => socket.close())
  },
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}

/**
 * Looks until a conversation is known to be blocked; true then. false: it was called off.
 * @param isOver whether nobody wants to know any more
 */
export async function isBlocked(
  conversation: Exclude<Blocked, null>,
  isOver: () => boolean,
  { httpWorks, opens, wait }: LineSurroundings,
): Promise<boolean> {
  for (let inARow = 0; inARow < LOOKS;) {
    await wait(LOOK_EVERY_MS)
    if (isOver()) return false
    const opened = await opens(TRIED[conversation])
    // Asked last: a server that ends between the two questions answers neither.
    inARow = !opened && (await httpWorks()) ? inARow + 1 : 0
    if (isOver()) return false
  }
  return true
}
