/**
 * Every limit that the server alone knows, by name, with what happens past it (A6). What the page must know too is
 * in protocol limits.ts. Must never be changed to make a test pass.
 */
import { SYNC_MESSAGE_BYTES } from '@gamelan/protocol/limits'

/** Characters of SECRET. Fewer: the start is refused. */
export const SECRET_LENGTH = 32

/** Milliseconds for which a personal link can be opened, once. Past it: 404 `personal-link-over`. */
export const PERSONAL_LINK_LIFETIME = 15 * 60 * 1000

/** Milliseconds in which the programs that come by one link are told once in the audit. Oftener: not told. */
export const PROGRAM_NOTED_EVERY = 60 * 60 * 1000

/**
 * Bytes that a fork must leave free of its log: some pages of strokes. What begins with more: 413 `fork-too-large`, since
 * nobody could draw on it.
 */
export const FORK_LEAVES = 64 * 1024

/** Links that are remembered for that. More: the one that was told longest ago is told again when it is used. */
export const PROGRAMS_REMEMBERED = 10_000

/** Milliseconds for which a board in the trash can be taken out: 30 days. Past it: erased for good. */
export const TRASH_KEPT_FOR = 30 * 24 * 60 * 60 * 1000

/** Milliseconds between two looks at what is to be erased. */
export const SWEEP_EVERY = 60 * 60 * 1000

/** Milliseconds between two looks at the free bytes of the data disk. What is stored meanwhile is taken off. */
export const DISK_LOOK_EVERY = 5000

/** Milliseconds between two counts of all that is stored, in the database. What is stored meanwhile is added. */
export const STORED_LOOK_EVERY = 5 * 60 * 1000

/**
 * Milliseconds in which a whole request must arrive: 50 MiB at 0.5 Mbit/s, twice the time that 1 Mbit/s takes. Past it:
 * 408. `INCOMING_BYTES_PER_SECOND` ends a body that stalls much earlier.
 */
export const REQUEST_TIME = 900_000

/**
 * Milliseconds that an unfinished message of a socket, or the body of a request, may take in any case. Its bytes earn it
 * more time, at the pace below. Past it: the socket is closed with 4529, the request is answered 408 `too-slow`.
 */
export const INCOMING_PATIENCE = 30_000

/**
 * Bytes a second at which an unfinished message or body must arrive, on average, after that time. It is an eighth of
 * 1 Mbit/s: eight people who share such a line can each send 16 MiB at once.
 */
export const INCOMING_BYTES_PER_SECOND = 16 * 1024

/**
 * Bytes of an unfinished message or body that are never too many, so that calls and changes of ordinary size get through
 * while an address holds all it may (`LIMIT_INCOMING_BYTES`).
 */
export const INCOMING_SMALL_BYTES = 16 * 1024

/**
 * Bytes that each received piece takes beside its own, and is counted with. In pieces of one network packet 16 MiB count
 * as 19, and 50 MiB as 59.
 */
export const INCOMING_CHUNK_BYTES = 256

/**
 * A sync message of a viewer, in bytes. A viewer's changes are dropped; the largest honest messages name everybody's
 * awareness: 500 people with the largest states of 4 KiB. Past it: closed with 1009.
 */
export const VIEWER_MESSAGE_BYTES = 2 * 1024 * 1024

/**
 * Bytes that wait for the database, of one board (S12). A connection may have as much of it as is left free for the
 * others; past that it is closed with 4503, so that whoever sends too much sends nobody else away (S5). One alone may
 * have half, which is a frame of the largest size.
 */
export const WAITING_BYTES_PER_BOARD = 2 * SYNC_MESSAGE_BYTES

/** Bytes that wait for the database, of all boards. A board may have as much of it as is left free for the others. */
export const WAITING_BYTES = 96 * 1024 * 1024

/** Bytes that an entry takes while it waits, beside its payload: most payloads are smaller than that. */
export const WAITING_ENTRY_BYTES = 256

/**
 * Bytes and entries of one transaction. Past them: the rest goes with the next. While the embedded database takes one
 * nobody else is served: 1 MiB is 30 ms, 8 MiB are up to a second.
 */
export const BATCH_BYTES = 1024 * 1024
export const BATCH_ENTRIES = 5000

/** Clocks of one Yjs client id. Past it: refused with 4409. Real documents stay far below. */
export const CLOCK_LIMIT = 2 ** 31 - 1

/**
 * Structs, deletions and values of one update: 100,000 fresh elements are 300,000. Past it: refused with 4409, before
 * the rest is read.
 */
export const UPDATE_PARTS = 400_000

/** Clocks by which one message may move one client id on. Past it: refused with 4409. */
export const CLOCK_STEP = 2 ** 24

/** How deep a value inside the document may be nested. Past it: refused with 4409. Drawings need a handful. */
export const VALUE_DEPTH = 100

/** Keys of one plain value inside the document (an element's base, its customData). Past it: refused with 4409. */
export const VALUE_KEYS = 4096

/** Keys of one element, deleted ones included. Past it: refused with 4409. Excalidraw's elements have about forty. */
export const ELEMENT_KEYS = 256

/** Keys of any other map of the document except `elements` itself. Past it: refused with 4409. */
export const MAP_KEYS = 10_000

/** Bytes of a board's document, encoded. Past it: who adds to it is closed with 4413. */
export const BOARD_BYTES = 64 * 1024 * 1024

/** Elements of a board, deleted ones included. Past it: who adds one is closed with 4413. */
export const BOARD_ELEMENTS = 100_000

/**
 * Structs of a board: the largest drawing with all that was ever moved in it. Each takes some 150 bytes of memory, however
 * few it has when encoded. Past it: who adds one is closed with 4413; deletions go in until there are twice as many.
 */
export const BOARD_STRUCTS = 1_000_000

/** Yjs client ids of a board; each tab that ever drew has one. Past it: who adds one is closed with 4413. */
export const CLIENT_IDS = 20_000

/** Connections to one board. Past it: 4513. */
export const PEOPLE_PER_BOARD = 500

/** Connections beyond these for those who may draw, so that one who has a link to look does not keep them out. */
export const MORE_FOR_EDITORS = 50

/** And beyond those for facilitators, who can end the access of those who fill a board. */
export const MORE_FOR_FACILITATORS = 10

/** Bytes of a state vector in step 1: more than all client ids of a board need. Past it: closed with 4400. */
export const STATE_VECTOR_BYTES = 256 * 1024

/** Step 2 messages in a row that rest on something missing. Past it: refused with 4409, see rooms/peer.ts. */
export const GAPS_IN_A_ROW = 5

/**
 * Milliseconds in which one who is here has to bring what it has under its own client ids, or to answer whether it is
 * still here when somebody else writes under them. Past it: it counts as away, see rooms/ownership.ts.
 */
export const OWNER_PATIENCE = 10_000

/** Awareness ids of one connection. More are ignored. */
export const AWARENESS_IDS = 3

/** Clock of an awareness state: each client counts its own from 0. A state past it is ignored. */
export const AWARENESS_CLOCK = 2 ** 31

/** Entries of one awareness message: a client may echo everyone's. Past it: closed with 4400. */
export const AWARENESS_ENTRIES = 2000

/** Frames a connection may send: so many at once, and so many a second on average. Past it: 4529. */
export const FRAMES_AT_ONCE = 3000
export const FRAMES_PER_SECOND = 300

/**
 * Bytes a connection may send: so many at once, which are two frames of the largest size, and so many a second on
 * average. 200 changes a second are a tenth of that. Past it: 4529.
 */
export const BYTES_AT_ONCE = 2 * SYNC_MESSAGE_BYTES
export const BYTES_PER_SECOND = 1024 * 1024

/**
 * Structs and deletions a connection may send: so many at once, which are two messages of the most parts, and so many
 * a second on average. 200 changes a second are a tenth of that. Past it: 4529. A struct has two to six
 * bytes and costs 2 to 7 microseconds: by bytes alone one connection could have a whole processor for itself.
 */
export const STRUCTS_AT_ONCE = 2 * UPDATE_PARTS
export const STRUCTS_PER_SECOND = 20_000

/**
 * Milliseconds of the processor that one person's messages may take on a board beyond what each message, struct and
 * byte brings with it, which is more than they need even of a server that has just started and whose code is not
 * compiled yet: so many at once, and so many a second. Past it: what was applied stays, the rest is not, and the
 * connection is closed with 4529; whoever comes back goes on where it ended.
 */
export const WORK_AT_ONCE = 1000
export const WORK_PER_SECOND = 50
export const WORK_PER_MESSAGE = 0.1
export const WORK_PER_STRUCT = 0.02
export const WORK_PER_BYTE = 50 / (1024 * 1024)

/** Messages that are answered with everything: step 1 with a document, a query with everybody's state. Past it: 4529. */
export const QUESTIONS_AT_ONCE = 30
export const QUESTIONS_PER_SECOND = 1

/** Bytes that a slow reader may owe before it gets no presence any more (S6). */
export const PRESENCE_BACKLOG = 256 * 1024

/** Bytes that a slow reader may owe before it gets no updates any more; it is resynced once it has read (S6). */
export const UPDATE_BACKLOG = 4 * 1024 * 1024

/** Bytes that a slow reader may owe beside the last document it was sent. Past it: 4508. */
export const BACKLOG = 16 * 1024 * 1024

/** Milliseconds in which one who fell behind must read something. Past it: 4508. */
export const SLOW_READER_PATIENCE = 30_000

/** Rows and bytes of the log that are in memory at once for one reader. Past them: the rest comes as it is read. */
export const REPLAY_PAGE_ROWS = 1000
export const REPLAY_PAGE_BYTES = 1024 * 1024

/** Updates of one answer to a player. Past it: 400 `invalid-request`. */
export const REPLAY_UPDATES = 20_000

/** Cells of a board's activity. Past it: longer stretches, so that there are fewer. */
export const ACTIVITY_CELLS = 20_000

/** Rows of the log that one query of the activity counts: while the embedded database does, nobody else is served. */
export const ACTIVITY_ROWS = 10_000

/** Answers to players that are open at once, of one person. Past it: 429 `too-many-requests`. */
export const REPLAY_ANSWERS_PER_PERSON = 16

/** Answers to players that are open at once, of all. Past it: 503 `unavailable`. */
export const REPLAY_ANSWERS = 200

/** Answers with the drawings of a round that are open at once, of one person. Past it: 429 `too-many-requests`. */
export const ROUND_ANSWERS_PER_PERSON = 4

/** Answers with the drawings of a round that are open at once, of all. Past it: 503 `unavailable`. */
export const ROUND_ANSWERS = 200

/** Pages for players that are read from the database at once. Past it: they wait for their turn. */
export const REPLAY_READS = 2

/** Milliseconds in which a reader of a long answer must have taken in what it was sent. Past it: its connection ends. */
export const REPLAY_PATIENCE = 30_000

/**
 * Rows and bytes of the log from one keyframe to the next that are folded. Past them: they stay as they are, and with
 * them what is behind them.
 */
export const FOLD_ROWS = 20_000
export const FOLD_BYTES = 64 * 1024 * 1024

/**
 * What lies between two keyframes of what was folded, at most: rows and bytes, which who looks at a moment has to take in,
 * and changes, which a player asks for by one address. Where keyframes are nearer, the one between goes.
 */
export const KEYFRAME_ROWS = 600
export const KEYFRAME_BYTES = 512 * 1024
export const KEYFRAME_CHANGES = 10_000

/** Rows that are folded in one transaction: meanwhile the embedded database serves nobody else. */
export const FOLD_STEP = 250

/** Rows of the log that are written anew by one statement of erasing. */
export const ERASE_ROWS_AT_ONCE = 500

/** Milliseconds between two looks at what can be folded. */
export const FOLD_EVERY = 60 * 60 * 1000

/**
 * Commands of one person or link in one session, on all their sockets: so many at once, so many a second. Past it: they are answered
 * `too-many-requests`.
 */
export const COMMANDS_AT_ONCE = 60
export const COMMANDS_PER_SECOND = 20

/**
 * Reactions of one session: so many at once, so many a second. Each goes to everyone. Past it: they are answered
 * `too-many-requests`.
 */
export const REACTIONS_AT_ONCE = 100
export const REACTIONS_PER_SECOND = 30

/** Messages of one session socket, commands included. Past it: the socket is closed. */
export const SESSION_MESSAGES_AT_ONCE = 300
export const SESSION_MESSAGES_PER_SECOND = 100

/** A message of a session socket, in bytes: a wheel is imported in one. Past it: the socket is closed. */
export const SESSION_MESSAGE_BYTES = 1024 * 1024

/** Bytes that one session socket may send once it has joined. Past it: the socket is closed. */
export const SESSION_BYTES_AT_ONCE = 2 * SESSION_MESSAGE_BYTES
export const SESSION_BYTES_PER_SECOND = 128 * 1024

/**
 * Requests for the whole state (`resync`) of one session socket: each is answered with all of it. Past it: the socket is
 * closed.
 */
export const RESYNCS_AT_ONCE = 30
export const RESYNCS_PER_SECOND = 1

/** Packets and bytes that wait for a session socket which does not read. Past either: the socket is closed. */
export const SESSION_BACKLOG = 500
export const SESSION_BACKLOG_BYTES = 16 * 1024 * 1024

/**
 * Bytes and packets of a session socket before it has joined: one CONNECT with a ticket, and answers to pings. They bound
 * a single message, too. Past either: the socket is closed.
 */
export const SIGN_IN_BYTES = 8 * 1024
export const SIGN_IN_PACKETS = 8

/**
 * Bytes that all session sockets of one address may send before they have joined: five hundred people who come back at
 * once need a quarter of the first. Past it: the socket is closed, and new ones are refused with 429.
 */
export const SIGN_IN_BYTES_PER_ADDRESS_AT_ONCE = 4 * 1024 * 1024
export const SIGN_IN_BYTES_PER_ADDRESS_PER_SECOND = 64 * 1024

/**
 * Milliseconds of processor time that the session sockets of one address may cost: upgrades, and parsing what they send,
 * before and after they have joined. Past it: the socket is closed, and new ones are refused with 429.
 */
export const SESSION_WORK_PER_ADDRESS_AT_ONCE = 5000
export const SESSION_WORK_PER_ADDRESS_PER_SECOND = 100

/** Milliseconds of processor time that parsing one person's session messages may take. Past it: the socket is closed. */
export const SESSION_WORK_AT_ONCE = 1000
export const SESSION_WORK_PER_SECOND = 50

/** Messages shorter than this are parsed without measuring it: measuring would cost more. The rate bounds their number. */
export const MEASURED_MESSAGE_BYTES = 1024

/** Addresses, and people, whose budgets are kept. More: the one that was used longest ago starts with a full budget. */
export const BUDGETS_REMEMBERED = 10_000

/** WebSocket pings and pongs that one socket may send, of sync or session. Past it: the connection is cut. */
export const CONTROL_FRAMES_AT_ONCE = 100
export const CONTROL_FRAMES_PER_SECOND = 5

/**
 * Milliseconds between two pings of a sync socket, and those that it has to answer one, counted from its own ping. Past
 * it: the connection is cut.
 */
export const SYNC_PING_EVERY = 30_000
export const SYNC_PING_PATIENCE = 30_000

/**
 * The same for a session socket, by Engine.IO's heartbeat. A socket that sends anything meanwhile has its patience once
 * more. Past it: the socket is closed.
 */
export const SESSION_PING_EVERY = 25_000
export const SESSION_PING_PATIENCE = 20_000

/** Messages in which a session socket names what it watches. Past it: the socket is closed. */
export const WATCHES_AT_ONCE = 60
export const WATCHES_PER_SECOND = 2

/**
 * Milliseconds between two news of the same kind about a board, and between two about its history. Oftener: one of them stands
 * for all.
 */
export const NEWS_EVERY = 1000
export const HISTORY_NEWS_EVERY = 2000

/** Boards of which the server remembers when they changed. More: a page that begins to watch an older one asks once more. */
export const CHANGED_BOARDS = 10_000

/**
 * Milliseconds that lie between the requests of two pages which hear of the same change, on average. More pages: they are told
 * more seldom, and take longer to ask. Of histories fewer a minute are allowed: `LIMIT_HISTORY_PER_MINUTE`.
 */
export const REQUESTS_APART = 20
export const HISTORY_REQUESTS_APART = 120

/** Events of a session that its board's timeline is made of. Past it: what came after them is not on it. */
export const SESSION_MILESTONE_EVENTS = 50_000

/** Lists and objects inside one another in an imported file. Past it: 400 `not-a-drawing`. Real files have ten. */
export const IMPORT_DEPTH = 100

/**
 * Values and keys in an imported file. Past it: 413 `drawing-too-large`. 50,000 elements have some two million, and the parser
 * takes a second for four.
 */
export const IMPORT_VALUES = 4_000_000

/**
 * Milliseconds of processor time that one address may take at once with calls that read or write whole drawings; the setting
 * says how much it regains. Past it: 429 `too-many-requests`. The time is the whole process's, so that what others do meanwhile counts, too. A drawing of 20,000 elements takes two to four seconds to
 * import, and one to read.
 */
export const HEAVY_TIME_AT_ONCE = 10_000

/** Milliseconds of processor time of such a call that are not counted: an ordinary drawing takes less. */
export const HEAVY_FREE = 25

/** Such calls of one address that are done at once. The others wait. */
export const HEAVY_AT_ONCE = 2
