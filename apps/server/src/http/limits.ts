/**
 * Every limit of the http conversation that the server alone knows (A6), by name. Sizes that the page must know too
 * are in protocol limits.ts. Past a rate: 429 `too-many-requests`, with Retry-After. Rates are counted for an
 * address, and a whole office may sit behind one.
 */

/** A JSON body, in bytes. Past it: 413 `too-large`. */
export const BODY_BYTES = 64 * 1024

/** The window in which requests are counted, in milliseconds. */
export const RATE_WINDOW = 60_000

/** Requests to `/api` a minute, of any kind: 200 people who each open a board with ten images. */
export const REQUESTS_PER_MINUTE = 3000

/** New boards a minute. */
export const NEW_BOARDS_PER_MINUTE = 120

/** Uploads of images and pictures a minute. */
export const UPLOADS_PER_MINUTE = 600

/** Whole drawings in or out a minute: each costs the server a document. */
export const DRAWINGS_PER_MINUTE = 120
