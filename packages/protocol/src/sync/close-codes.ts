/**
 * With what code a sync socket is closed, and what a client then does. y-websocket treats 4400 to 4499 as final and
 * tries all others again. PROTOCOL.md shows this table to those who write clients.
 */
export const CLOSE_CODES = {
  /** The process ends; another will answer. Try again, with jitter. */
  restart: 1012,
  /** A frame over the limit of bytes. y-websocket tries again; the page takes it for final, as `refused` (S5a). */
  tooBig: 1009,
  /** Bytes that are no message of this protocol. Final: the same bytes would be refused again. */
  malformed: 4400,
  /** The board is unknown, or not for this caller; both answer alike (A3). Final. */
  forbidden: 4403,
  /** The document would not take this content. Final: the page sets its copy aside and loads afresh (S5a). */
  refused: 4409,
  /**
   * Something was erased from the board, and this copy is from before. Final: what is missing was sent; the page lets go
   * of its copy and loads afresh (H8).
   */
  erased: 4410,
  /** The board holds as much as it may (elements, bytes, client ids). Final: the page sets its copy aside (S5a). */
  full: 4413,
  /** The log of the board is as long as it may be: nothing more goes in. Final: the page sets its copy aside (S5a). */
  historyFull: 4414,
  /** The board cannot be read now (database away, or its log is damaged). Later. */
  unavailable: 4503,
  /** Did not read what was sent to it for too long. Later: it comes back with a small difference. */
  tooSlow: 4508,
  /** So many are on the board that one more would be felt by all. Later. */
  crowded: 4513,
  /** More messages than a client of this protocol makes. Later. */
  tooMany: 4529,
} as const

export type CloseReason = keyof typeof CLOSE_CODES

/** Whether a y-websocket client gives up for good after this code. */
export function isFinal(code: number): boolean {
  return code >= 4400 && code < 4500
}
