/**
 * The limits that an operator may set, by name, with their settings and defaults (A6): README.md has the same table,
 * and a test keeps the two alike. What nobody should have to set is in limits.ts. The defaults allow an office of five
 * hundred people behind one address. Must never let a setting switch a limit off.
 */
import { IMAGE_BYTES, IMAGE_PIXELS } from '@gamelan/protocol/limits'

type Settable = {
  /** In the environment. */
  readonly setting: string
  readonly default: number
  readonly least: number
  readonly most: number
}

const MANY = 1_000_000
const MIB = 1024 * 1024

export const SETTABLE_LIMITS = {
  /** Requests to `/api` a minute, of an address, of any kind. Past it: 429 `too-many-requests`, as for each rate. */
  requestsPerMinute: { setting: 'LIMIT_REQUESTS_PER_MINUTE', default: 3000, least: 10, most: MANY },
  /** New boards a minute, of an address. */
  newBoardsPerMinute: { setting: 'LIMIT_NEW_BOARDS_PER_MINUTE', default: 120, least: 1, most: MANY },
  /** Uploads of images and pictures a minute, of an address. */
  uploadsPerMinute: { setting: 'LIMIT_UPLOADS_PER_MINUTE', default: 600, least: 1, most: MANY },
  /** Whole drawings in or out a minute, of an address: each costs the server a document. */
  drawingsPerMinute: { setting: 'LIMIT_DRAWINGS_PER_MINUTE', default: 120, least: 1, most: MANY },
  /**
   * Seconds of processor time a minute that an address may take with calls that read or write whole drawings. Ten seconds may
   * be taken at once.
   */
  drawingSecondsPerMinute: { setting: 'LIMIT_DRAWING_SECONDS_PER_MINUTE', default: 6, least: 1, most: 60 },
  /** Rounds that are looked at a minute, of an address: each costs the server a document for each who drew in it. */
  roundsPerMinute: { setting: 'LIMIT_ROUNDS_PER_MINUTE', default: 600, least: 1, most: MANY },
  /** Pieces of histories a minute, of an address; a browser keeps what it was sent. */
  historyPerMinute: { setting: 'LIMIT_HISTORY_PER_MINUTE', default: 1200, least: 1, most: MANY },
  /** Open sockets of an address, for sync and for session. Past it: 4529, or 429 for the session. */
  socketsPerAddress: { setting: 'LIMIT_SOCKETS_PER_ADDRESS', default: 1000, least: 1, most: MANY },
  /**
   * Open sockets of a visitor, on all boards, for sync and for session. Past it: 4529, or `unavailable` for the session. An
   * API client's are counted by address alone.
   */
  socketsPerVisitor: { setting: 'LIMIT_SOCKETS_PER_VISITOR', default: 100, least: 1, most: MANY },
  /**
   * Boards that a visitor has made, those in the trash included, those of a session not, which its own limits bound. Past it:
   * 409 `too-many-boards`.
   */
  boardsPerVisitor: { setting: 'LIMIT_BOARDS_PER_VISITOR', default: 1000, least: 1, most: MANY },
  /** Bytes of the images of one board. Past it: 413 `no-room`. */
  bytesPerBoard: { setting: 'LIMIT_BYTES_PER_BOARD', default: 500 * MIB, least: MIB, most: MANY * MIB },
  /** Bytes of the images of all boards that a visitor has made. Past it: 413 `no-room`. */
  bytesPerVisitor: { setting: 'LIMIT_BYTES_PER_VISITOR', default: 5000 * MIB, least: MIB, most: MANY * MIB },
  /**
   * Bytes of the log of one board: twenty people who draw without a pause for an hour a week come to that in a year or
   * more, since what is older than a day is folded. Past it nothing is added to the board: 4414, 409 `history-full`.
   */
  historyBytesPerBoard: {
    setting: 'LIMIT_HISTORY_BYTES_PER_BOARD',
    default: 1024 * MIB,
    least: MIB,
    most: MANY * MIB,
  },
  /**
   * Bytes of all logs, keyframes, images and pictures together. Past it: new boards and uploads are answered 507
   * `server-full`, while drawing on existing boards goes on. The log warns at 80 % and at 90 %.
   */
  bytesTotal: { setting: 'LIMIT_BYTES_TOTAL', default: 51_200 * MIB, least: MIB, most: MANY * MIB },
  /**
   * Bytes that stay free on the disk of DATA_DIR. Below it: new boards and uploads are answered 507 `server-full`. The log
   * warns below twice and below one and a half times as much.
   */
  minFreeDisk: { setting: 'MIN_FREE_DISK', default: 256 * MIB, least: 16 * MIB, most: MANY * MIB },
  /** One image, in bytes. Past it: 413 `image-too-large`. The page knows the default, so that is the most. */
  imageBytes: { setting: 'LIMIT_IMAGE_BYTES', default: IMAGE_BYTES, least: 1024, most: IMAGE_BYTES },
  /** One image, width x height. Past it: 413 `image-too-large`. */
  imagePixels: { setting: 'LIMIT_IMAGE_PIXELS', default: IMAGE_PIXELS, least: 1, most: IMAGE_PIXELS },
  /**
   * Seconds in which a connection has to say what it wants (its headers), and in which a socket is let in or not.
   * Past it: 408, or 4503, or the session's connection is closed.
   */
  signInSeconds: { setting: 'LIMIT_SIGN_IN_SECONDS', default: 15, least: 1, most: 60 },
  /**
   * Bytes of unfinished socket messages and of request bodies that are in memory at once, of all addresses. Each address
   * may hold as many as are left free for the others, so one alone has half: ten messages of 16 MiB, or three imports of
   * 50 MiB. Past it: 4529, 429 `too-many-requests` or, where others hold more, 503 `unavailable`. The least leaves room
   * for one import of the largest size.
   */
  incomingBytes: { setting: 'LIMIT_INCOMING_BYTES', default: 384 * MIB, least: 128 * MIB, most: MANY * MIB },
  /** Bytes of a request's headers. Past it: 431, and the connection ends. */
  headerBytes: { setting: 'LIMIT_HEADER_BYTES', default: 16_384, least: 4096, most: 131_072 },
} as const satisfies Readonly<Record<string, Settable>>

export type Limits = Readonly<Record<keyof typeof SETTABLE_LIMITS, number>>

/** Each limit at its default, but for those that are given. */
export function limitsOf(given: Partial<Limits> = {}): Limits {
  const defaults = Object.entries(SETTABLE_LIMITS).map(([name, { default: value }]) => [name, value])
  return { ...(Object.fromEntries(defaults) as Limits), ...given }
}
