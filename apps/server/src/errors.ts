/**
 * Every error that leaves the server: its code, its http status, and what the reader can do about it. Codes are
 * stable, see protocol http/problems.ts; start-up codes are read by the person who starts the process. Must never
 * hold what is secret: a detail is shown to whoever asked.
 */
import type { ProblemCode } from '@gamelan/protocol/http/problems'

/** What stops the start: one line is printed, and the process ends with 1. */
export type StartCode =
  | 'settings-wrong'
  | 'port-in-use'
  | 'address-unusable'
  | 'data-locked'
  | 'data-not-a-folder'
  | 'data-unusable'
  | 'data-damaged'
  | 'secret-too-short'
  | 'database-unreachable'
  | 'database-newer'
  | 'migration-failed'

export type ErrorCode = ProblemCode | StartCode

type Entry = { readonly status: number; readonly title: string; readonly advice: string }

/** The catalogue. `title` says what happened, `advice` what the reader can do. */
export const ERRORS: Readonly<Record<ErrorCode, Entry>> = {
  'invalid-request': {
    status: 400,
    title: 'The request is not as described',
    advice: 'Compare it with /api/openapi.json.',
  },
  'not-signed-in': {
    status: 401,
    title: 'Nobody is signed in',
    advice: 'Join a board first, or send the key of a link as a bearer token.',
  },
  'forbidden-or-unknown': {
    status: 404,
    title: 'No such board for you',
    advice: 'Ask for a new link: the board may be gone, or the link was renewed.',
  },
  'not-allowed': {
    status: 403,
    title: 'Your role does not allow this',
    advice: 'Ask a facilitator for a link with a role that does.',
  },
  'member-unknown': {
    status: 404,
    title: 'Nobody by this id was let into the board',
    advice: 'They may have been removed, or their link was renewed; ask for the list again.',
  },
  'last-facilitator': {
    status: 409,
    title: 'This is the last facilitator of the board',
    advice: 'Make somebody else a facilitator first.',
  },
  'personal-link-over': {
    status: 404,
    title: 'This personal link does not work any more',
    advice: 'It is good once, for fifteen minutes. Make a new one on the device where you are known.',
  },
  'origin-refused': {
    status: 403,
    title: 'The request comes from another site',
    advice: 'Open the board at the address of this server. Behind a proxy, set PUBLIC_URL to that address.',
  },
  'not-a-drawing': {
    status: 400,
    title: 'That is not an Excalidraw drawing',
    advice: 'Send an .excalidraw or .excalidrawlib file.',
  },
  'drawing-too-large': {
    status: 413,
    title: 'The drawing is too large',
    advice: 'Split it, or take images out.',
  },
  'not-an-image': {
    status: 400,
    title: 'That is not an image this server knows',
    advice: 'Use PNG, JPEG, GIF, WebP, AVIF, BMP, ICO or SVG.',
  },
  'image-too-large': {
    status: 413,
    title: 'The image is too large',
    advice: 'Make it smaller and insert it again. Save an SVG that takes long to draw as PNG.',
  },
  'picture-too-large': {
    status: 413,
    title: 'The board picture is too large',
    advice: 'Send a smaller one.',
  },
  'no-room': {
    status: 413,
    title: 'There is no more room for images',
    advice: 'Erase boards that are not needed, or ask the operator for more.',
  },
  'server-full': {
    status: 507,
    title: 'The server is full',
    advice:
      'Drawing on existing boards goes on. Ask the operator for more room, or try again once they have made some.',
  },
  'too-many-boards': {
    status: 409,
    title: 'You have made as many boards as one person may',
    advice: 'Move some to the trash, where they still count for 30 days, or ask the operator for more.',
  },
  'history-full': {
    status: 409,
    title: 'The history of the board is as long as it may be',
    advice:
      'Nothing is lost, and nothing more goes in until older history is folded. Fork the board to go on at once, or ask the operator for more.',
  },
  'fork-too-large': {
    status: 413,
    title: 'The drawing is too large for a new board',
    advice:
      'A board that begins with it would have no room to go on. Fork an earlier moment, or ask the operator for longer histories.',
  },
  'drawing-locked': {
    status: 409,
    title: 'The drawing is locked',
    advice: 'Somebody presents. Wait until the facilitator unlocks it.',
  },
  'board-of-session': {
    status: 409,
    title: 'The board belongs to a session',
    advice:
      'Its people and its links are those of the session’s board, and those links lead here, too. Ask there, or fork this board to have one on its own.',
  },
  'file-unknown': {
    status: 404,
    title: 'No such image on this board',
    advice: 'It may not have been uploaded yet; try again later.',
  },
  'picture-unknown': {
    status: 404,
    title: 'This board has no picture yet',
    advice: 'It gets one when somebody draws on it.',
  },
  'moment-unknown': {
    status: 404,
    title: 'The board has no such moment',
    advice: 'Ask for a seq between the first and the head of its history.',
  },
  'round-unknown': {
    status: 404,
    title: 'The session has no such round, or it is not revealed yet',
    advice: 'Ask again once the session says that it was revealed.',
  },
  'mark-unknown': {
    status: 404,
    title: 'The board has no such mark',
    advice: 'It may have been taken away; ask for the history again.',
  },
  'too-many-marks': {
    status: 409,
    title: 'The board has as many named moments as it may',
    advice: 'Take some away first.',
  },
  'nothing-to-erase': {
    status: 404,
    title: 'There is nothing of that on the board',
    advice: 'Somebody may have erased it already; look again.',
  },
  'erase-differs': {
    status: 409,
    title: 'What would be erased is no longer what you were shown',
    advice: 'The board has changed. Look at what would go now, and decide again.',
  },
  'history-erased': {
    status: 410,
    title: 'Something was erased from this history',
    advice: 'What was read before no longer holds; ask for the history again.',
  },
  'being-erased': {
    status: 409,
    title: 'Something is being erased from this board',
    advice: 'Look at the board in a moment, and try again if your change is not there.',
  },
  'document-newer': {
    status: 409,
    title: 'The drawing says that a newer Gamelan made it',
    advice: 'A facilitator can restore an earlier moment of the board. Otherwise update the server.',
  },
  'series-exists': {
    status: 409,
    title: 'The board is one of a series already',
    advice: 'Open that series, or fork the board and make a series of the fork.',
  },
  'series-went-on': {
    status: 409,
    title: 'Somebody has played it again already',
    advice: 'Look at the series again: its newest board is another one.',
  },
  'series-full': {
    status: 409,
    title: 'The series has as many boards as it may',
    advice: 'Fork its newest board, and make a series of the fork.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    advice: 'Wait as long as Retry-After says.',
  },
  'too-slow': {
    status: 408,
    title: 'The request arrived too slowly',
    advice: 'Check the connection, and send it again.',
  },
  'too-large': {
    status: 413,
    title: 'The request is too large',
    advice: 'Send less at once.',
  },
  'not-found': {
    status: 404,
    title: 'No such address',
    advice: 'Compare it with /api/openapi.json.',
  },
  'board-unreadable': {
    status: 503,
    title: 'The board cannot be read',
    advice: 'Its log is damaged; the operator finds the board and the position in the server log.',
  },
  unavailable: {
    status: 503,
    title: 'The server cannot do this now',
    advice: 'Try again in a moment.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong in the server',
    advice: 'Tell the operator what you did and when.',
  },
  'settings-wrong': {
    status: 500,
    title: 'Gamelan cannot start: the settings are wrong',
    advice: 'Correct them and start again.',
  },
  'port-in-use': {
    status: 500,
    title: 'Gamelan cannot start: the port is in use',
    advice: 'Stop what uses it, or set PORT to another.',
  },
  'address-unusable': {
    status: 500,
    title: 'Gamelan cannot start: it may not listen on this address',
    advice: 'Set HOST and PORT to what this machine has and this user may use.',
  },
  'data-locked': {
    status: 500,
    title: 'Gamelan cannot start: another process uses the data folder',
    advice: 'Stop it, or set DATA_DIR to another folder.',
  },
  'data-not-a-folder': {
    status: 500,
    title: 'Gamelan cannot start: where the data folder should be is something else',
    advice: 'Move that away, or set DATA_DIR to a folder.',
  },
  'data-unusable': {
    status: 500,
    title: 'Gamelan cannot start: the data folder cannot be used',
    advice: 'Give this user the right to write there, or set DATA_DIR to another folder.',
  },
  'data-damaged': {
    status: 500,
    title: 'Gamelan cannot start: the embedded database does not open',
    advice: 'Its files may be damaged: put a backup of DATA_DIR in place, or set DATA_DIR to another folder.',
  },
  'secret-too-short': {
    status: 500,
    title: 'Gamelan cannot start: the kept secret is too short to be safe',
    advice:
      'Put the former file back; without it, delete it, and a new one is made: people then come back by their links, as new persons.',
  },
  'database-unreachable': {
    status: 500,
    title: 'Gamelan cannot start: the database cannot be reached',
    advice: 'Check DATABASE_URL, and that the database runs.',
  },
  'database-newer': {
    status: 500,
    title: 'Gamelan cannot start: the database was written by a newer version',
    advice: 'Start that version or a later one; this one would damage it.',
  },
  'migration-failed': {
    status: 500,
    title: 'Gamelan cannot start: the database could not be brought up to date',
    advice: 'Nothing was changed. Report this with the lines above.',
  },
}

export type Fault = { readonly path: string; readonly message: string }

/** An error with a code of the catalogue. `detail` is for the reader; `cause` for the log. */
export class GamelanError extends Error {
  override readonly name = 'GamelanError'
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly faults: readonly Fault[]

  constructor(
    code: ErrorCode,
    options: { detail?: string; faults?: readonly Fault[]; cause?: unknown } = {},
  ) {
    super(
      options.detail ?? ERRORS[code].title,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.code = code
    this.detail = options.detail
    this.faults = options.faults ?? []
  }

  get status(): number {
    return ERRORS[this.code].status
  }
}

const START_CODES: ReadonlySet<string> = new Set<StartCode>([
  'settings-wrong',
  'port-in-use',
  'address-unusable',
  'data-locked',
  'data-not-a-folder',
  'data-unusable',
  'data-damaged',
  'secret-too-short',
  'database-unreachable',
  'database-newer',
  'migration-failed',
])

/** Whether this stops the start with a line of its own instead of a stack. */
export function isStartError(error: unknown): error is GamelanError {
  return error instanceof GamelanError && START_CODES.has(error.code)
}

/** The one line that is printed when the process cannot start. */
export function startLine(error: GamelanError): string {
  const { title, advice } = ERRORS[error.code]
  const detail = error.detail === undefined ? '' : `: ${error.detail}`
  return `${title}${detail}. ${advice}`.replaceAll('\n', ' ')
}

/** Why a data folder cannot be used: what stands there is no folder, the system refuses it, or its files are damaged. */
export function dataError(folder: string, error: unknown): GamelanError {
  const reason = error instanceof Error ? error.message : String(error)
  const systemCode = causeCode(error)
  const isElse = systemCode === 'EEXIST' || systemCode === 'ENOTDIR'
  const code = isElse ? 'data-not-a-folder' : systemCode === undefined ? 'data-damaged' : 'data-unusable'
  return new GamelanError(code, { detail: isElse ? folder : `${folder} (${reason})`, cause: error })
}

/** The SQLSTATE or the system's error code that is behind an error, however deep a driver has wrapped it. */
export function causeCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string' && !(at instanceof GamelanError)) return at.code
    if (at instanceof AggregateError && at.errors.length > 0) return causeCode(at.errors[0])
  }
  return undefined
}
