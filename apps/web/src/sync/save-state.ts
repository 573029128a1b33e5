/**
 * What may be called saved (S2): pure bookkeeping of one socket's sync messages against the server's message 102.
 * Must never say saved while anything this page wrote might not be committed; a doubt is shown as saving.
 */
import type { SyncMessage } from '@gamelan/protocol/sync/messages'

/** Saved means committed to the server's database, and nothing less. */
export type SaveState = 'saving' | 'saved' | 'offline' | 'not-saved' | 'connecting'

/** How long an acknowledgement may take before the page says that saving does not work, in milliseconds. */
export const SAVING_PATIENCE_MS = 5_000

/**
 * One socket's account. `sent` and `acknowledged` count sync messages since the socket opened, as message 102 does.
 * `answered`: the server's step 1 was answered, so that changes of earlier times (offline, an earlier visit) are
 * among what was sent.
 */
export type SaveAccount = {
  readonly socket: 'connecting' | 'open' | 'down'
  readonly sent: number
  readonly acknowledged: number
  readonly answered: boolean
  /** Since when nothing has moved while something is waiting; null while nothing waits. */
  readonly waitingSince: number | null
}

/** Times are in milliseconds, by the caller's clock. */
export type SaveEvent =
  | { readonly type: 'opened'; readonly at: number }
  | { readonly type: 'closed' }
  | { readonly type: 'renewed' }
  | { readonly type: 'sent'; readonly message: SyncMessage['type']; readonly at: number }
  | { readonly type: 'acknowledged'; readonly messages: number; readonly at: number }

/** Before the first socket has opened. */
export const NEW_ACCOUNT: SaveAccount = {
  socket: 'connecting',
  sent: 0,
  acknowledged: 0,
  answered: false,
  waitingSince: null,
}

/** The account after an event. */
export function account(before: SaveAccount, event: SaveEvent): SaveAccount {
  if (event.type === 'opened') return { ...NEW_ACCOUNT, socket: 'open', waitingSince: event.at }
  // Nothing is known of the new socket, and nothing is wrong either.
  if (event.type === 'renewed') return NEW_ACCOUNT
  if (event.type === 'closed') return { ...NEW_ACCOUNT, socket: 'down' }
  if (event.type === 'acknowledged') return acknowledge(before, event.messages, event.at)
  return {
    ...before,
    sent: before.sent + 1,
    answered: before.answered || event.message === 'step2',
    waitingSince: before.waitingSince ?? event.at,
  }
}

function acknowledge(before: SaveAccount, messages: number, at: number): SaveAccount {
  if (messages <= before.acknowledged) return before
  const after = { ...before, acknowledged: messages }
  return { ...after, waitingSince: isSettled(after) ? null : at }
}

function isSettled({ answered, sent, acknowledged }: SaveAccount): boolean {
  return answered && acknowledged >= sent
}

/** What a person is told at the time `now`. */
export function saveState(current: SaveAccount, now: number): SaveState {
  if (current.socket === 'connecting') return 'connecting'
  if (current.socket === 'down') return 'offline'
  if (isSettled(current)) return 'saved'
  return now - (current.waitingSince ?? now) >= SAVING_PATIENCE_MS ? 'not-saved' : 'saving'
}

/** When `saveState` changes though nothing happens: then patience ends. null: not without an event. */
export function patienceEnds(current: SaveAccount, now: number): number | null {
  if (saveState(current, now) !== 'saving' || current.waitingSince === null) return null
  return current.waitingSince + SAVING_PATIENCE_MS
}
