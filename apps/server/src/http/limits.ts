/**
 * Every limit of the http conversation that the server alone knows (A6), by name. Sizes that the page must know too
 * are in protocol limits.ts, rates in settable-limits.ts.
 */

/** A JSON body, in bytes. Past it: 413 `too-large`. */
export const BODY_BYTES = 64 * 1024

/** Milliseconds in which reports of blocked connections are logged once, for each conversation. All are counted. */
export const LINE_REPORT_LOGGED_EVERY = 60 * 60 * 1000

/** The window in which requests are counted, in milliseconds. */
export const RATE_WINDOW = 60_000
