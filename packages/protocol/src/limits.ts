/**
 * Every limit that both ends know, by name, with what happens past it. The server enforces all of them; the page
 * asks first so that a person is told before the work is sent.
 */

/** A board's title, in characters. Past it: 400 `invalid-request`. */
export const TITLE_LENGTH = 200

/** A person's name, in characters. Past it: 400 `invalid-request`. */
export const NAME_LENGTH = 60

/** One image, in bytes. Past it: 413 `image-too-large`; the page takes the element out again for all. */
export const IMAGE_BYTES = 10 * 1024 * 1024

/** One image, in pixels (width x height). Past it: 413 `image-too-large`. */
export const IMAGE_PIXELS = 100_000_000

/** A drawing that is imported, in bytes, its images included. Past it: 413 `drawing-too-large`. */
export const IMPORT_BYTES = 50 * 1024 * 1024

/** A board's picture, in bytes. Past it: 413 `picture-too-large`. */
export const PICTURE_BYTES = 256 * 1024

/** A sync message, in bytes. Past it: the socket is closed with 1009. */
export const SYNC_MESSAGE_BYTES = 16 * 1024 * 1024

/** The state of one client in awareness, as JSON, in characters. Past it: the state is not sent on. */
export const AWARENESS_STATE_LENGTH = 4096

/** Selected elements that awareness names. More than these are not shown to others. */
export const AWARENESS_SELECTION = 64

/** Boards on one page of `GET /api/boards`. */
export const BOARDS_PER_PAGE = 24

/** Members on one page of `GET /api/boards/:id/members`: nearly every board's are on the first. */
export const MEMBERS_PER_PAGE = 100

/** Entries on one page of `GET /api/boards/:id/audit`. */
export const AUDIT_PER_PAGE = 100

/** The name of a moment, and what is noted about it, in characters. Past it: 400 `invalid-request`. */
export const MARK_NAME_LENGTH = 120
export const MARK_NOTE_LENGTH = 2000

/** Elements that are named in one call that erases. Past it: 400 `invalid-request`. */
export const ERASE_ELEMENTS = 1000

/** Marks of a board. Past it: 409 `too-many-marks`. */
export const MARKS_PER_BOARD = 2000

/** What the sessions of a series are about, in characters. Past it: 400 `invalid-request`. */
export const SERIES_QUESTION_LENGTH = 1000

/** A session of a series, in minutes. Past it: 400 `invalid-request`. */
export const SERIES_MINUTES = 24 * 60

/** Boards of a series: one a week for nineteen years. Past it: 409 `series-full`. */
export const SERIES_BOARDS = 1000

/** People whom a live session names. Past it: those who left longest ago are named no more. */
export const SESSION_PEOPLE = 1000

/** What a live session holds. Past each: the command is answered `session-full`. */
export const SESSION_BLOCKS = 200
export const SESSION_THEMES = 200
export const SESSION_TURNS = 2000
export const SESSION_ROUNDS = 100

/** Lines of a live session's text, in characters. Past it: `invalid-command`. */
export const SESSION_TITLE_LENGTH = 120
export const SESSION_LINE_LENGTH = 500

/** Steps of a block or a turn. Past it: `session-full`, and `invalid-command` where they come whole. */
export const SESSION_LINES = 50

/** Links of a turn, and the characters of one. Past it: `session-full`, and `invalid-command`. */
export const SESSION_LINKS = 20
export const SESSION_LINK_LENGTH = 2000

/** A block or a turn, in minutes. Past it: `invalid-command`. */
export const SESSION_MINUTES = 24 * 60

/** Milliseconds after which a command that was meant for its moment (a spin, a timer) is late. Past it: `late`. */
export const SESSION_COMMAND_LATE = 10_000

/** Boards that one session socket watches. Past it: the message is ignored, and nothing is watched. */
export const WATCHED_BOARDS = 100
