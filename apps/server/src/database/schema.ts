/**
 * The tables, one schema for PGlite and Postgres. Migrations are generated from here (`pnpm --filter
 * @gamelan/server run migration`). Must never hold a query: those are with the part that asks.
 */
import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  bigserial,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

/** Bytes. Both drivers take and give a Uint8Array (postgres.js a Buffer, which is one). */
const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

/** People without accounts: a signed cookie names the row. */
export const visitors = pgTable('visitors', {
  id: text('id').primaryKey(),
  name: text('name'),
  color: text('color'),
  createdAt: time('created_at').notNull(),
})

/** A visitor's link to themselves, for another device: good once. */
export const personalLinks = pgTable('personal_links', {
  visitorId: text('visitor_id')
    .primaryKey()
    .references(() => visitors.id),
  keyHash: text('key_hash').notNull().unique(),
  endsAt: time('ends_at').notNull(),
})

export const boards = pgTable(
  'boards',
  {
    id: text('id').primaryKey(),
    /** What the log calls the board: an id in each of its rows, and in their index, took a third of it. */
    no: integer('no').generatedAlwaysAsIdentity().notNull().unique(),
    title: text('title').notNull(),
    createdBy: text('created_by')
      .notNull()
      .references(() => visitors.id),
    createdAt: time('created_at').notNull(),
    /** When the drawing or the title last changed. Written with the log's commits, at most once a second. */
    changedAt: time('changed_at').notNull(),
    trashedAt: time('trashed_at'),
    /** Raised by whoever opens the board's room; an append with an older one fails (S10). */
    epoch: bigint('epoch', { mode: 'number' }).notNull().default(0),
    /** Raised by erasing, since history addresses are cached for ever (H8). */
    generation: integer('generation').notNull().default(0),
    /** Up to here the log has been folded, or was found to be as small as it gets (H6). */
    foldedTo: bigint('folded_to', { mode: 'number' }).notNull().default(0),
    /** Bytes of the log up to `logCountedTo` (A6); what came after that is counted when somebody asks. */
    logBytes: bigint('log_bytes', { mode: 'number' }).notNull().default(0),
    logCountedTo: bigint('log_counted_to', { mode: 'number' }).notNull().default(0),
    /** Where a fork came from (H5). */
    parentId: text('parent_id'),
    parentSeq: bigint('parent_seq', { mode: 'number' }),
    parentAt: time('parent_at'),
    /**
     * The board to whose session it belongs: it was made for it, has no links of its own, and goes with it. null: its session
     * is its own.
     */
    sessionBoardId: text('session_board_id').references((): AnyPgColumn => boards.id, {
      onDelete: 'cascade',
    }),
  },
  (t) => [
    index('boards_changed').on(t.changedAt),
    index('boards_created_by').on(t.createdBy),
    index('boards_session')
      .on(t.sessionBoardId)
      .where(sql`session_board_id is not null`),
  ],
)

/**
 * Sessions that follow each other, each on a board that begins where the one before it ended. Both keys of the invitation
 * are derived from its id and stored hashed (A2): another id ends them.
 */
export const series = pgTable('series', {
  id: text('id').primaryKey(),
  title: text('title').notNull(),
  question: text('question').notNull(),
  /** 1: Monday, to 7: Sunday. */
  weekday: smallint('weekday').notNull(),
  /** HH:MM, as a clock in `timeZone` shows it. */
  start: text('start_time').notNull(),
  minutes: integer('minutes').notNull(),
  timeZone: text('time_zone').notNull(),
  /** YYYY-MM-DD: the first session is on the first such weekday from here on. */
  from: text('first_date').notNull(),
  invitationId: text('invitation_id').notNull(),
  /** What the invitation gives. */
  role: text('role', { enum: ['editor', 'viewer'] }).notNull(),
  keyHash: text('key_hash').notNull(),
  feedKeyHash: text('feed_key_hash').notNull(),
  /** Raised by each change of what calendars are told. */
  revision: integer('revision').notNull().default(0),
  changedAt: time('changed_at').notNull(),
})

/** The boards of a series, in order. A board's row goes with the board. */
export const seriesBoards = pgTable(
  'series_boards',
  {
    boardId: text('board_id')
      .primaryKey()
      .references(() => boards.id, { onDelete: 'cascade' }),
    seriesId: text('series_id')
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
  },
  (t) => [uniqueIndex('series_boards_order').on(t.seriesId, t.position)],
)

/** A link's key, hashed (A2). The newest row of a role that has not ended is the link that works. */
export const links = pgTable(
  'links',
  {
    id: text('id').primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['facilitator', 'editor', 'viewer'] }).notNull(),
    keyHash: text('key_hash').notNull(),
    createdAt: time('created_at').notNull(),
    endedAt: time('ended_at'),
    /** The invitation of the board's series by which people came: no link that has a key of its own. */
    invitationId: text('invitation_id'),
  },
  (t) => [
    uniqueIndex('links_key_hash').on(t.keyHash),
    uniqueIndex('links_live_role')
      .on(t.boardId, t.role)
      .where(sql`ended_at is null and invitation_id is null`),
    uniqueIndex('links_invitation')
      .on(t.invitationId, t.boardId)
      .where(sql`invitation_id is not null`),
  ],
)

/** Who was let into which board, and by what. Without a link: the one who made it. */
export const members = pgTable(
  'members',
  {
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    visitorId: text('visitor_id')
      .notNull()
      .references(() => visitors.id),
    role: text('role', { enum: ['facilitator', 'editor', 'viewer'] }).notNull(),
    linkId: text('link_id').references(() => links.id),
    joinedAt: time('joined_at').notNull(),
    seenAt: time('seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.boardId, t.visitorId] }),
    index('members_visitor').on(t.visitorId),
    index('members_link').on(t.linkId),
  ],
)

/**
 * What was done about access to a board, append-only. People stand here under the names that they had then, and by
 * ids that no foreign key follows: what is told about somebody does not go with them.
 */
export const audit = pgTable(
  'audit',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    at: time('at').notNull(),
    kind: text('kind').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    /** To whom it was done. */
    subjectId: text('subject_id'),
    subjectName: text('subject_name'),
    role: text('role', { enum: ['facilitator', 'editor', 'viewer'] }),
    was: text('was', { enum: ['facilitator', 'editor', 'viewer'] }),
    /** Of what was erased: of which kind, and how many elements and changes. */
    what: text('what', { enum: ['elements', 'stretch'] }),
    elements: integer('elements'),
    changes: integer('changes'),
  },
  (t) => [index('audit_board').on(t.boardId, t.id)],
)

/**
 * Whom the log names (H1): one row for each connection that ever changed a board. `actor` is who the connection belonged
 * to, whatever its updates claim.
 */
export const authors = pgTable(
  'authors',
  {
    no: integer('no').generatedAlwaysAsIdentity().primaryKey(),
    board: integer('board')
      .notNull()
      .references(() => boards.no, { onDelete: 'cascade' }),
    actor: text('actor').notNull(),
    connection: text('connection').notNull(),
  },
  (t) => [uniqueIndex('authors_board').on(t.board, t.actor, t.connection)],
)

/**
 * The append-only log (H1). There are more rows than of anything else, and of each most is what stands beside the
 * payload: so numbers instead of ids, in an order that needs no padding, and eight columns, with which those that are
 * null take nothing.
 */
export const updates = pgTable(
  'updates',
  {
    board: integer('board')
      .notNull()
      .references(() => boards.no, { onDelete: 'cascade' }),
    /** Of `authors`, and of the same board. No foreign key: each row would be looked up, and there is no index behind it. */
    author: integer('author').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: time('at').notNull(),
    /**
     * The first seq of the second that was folded, of which this row is what one author did (H6): its rows have seqs
     * in a row, of which the last is the one that is kept. null: nothing was folded.
     */
    first: bigint('first', { mode: 'number' }),
    /** CRC-32 of the update as it is stored. A row that fails it is not served (S4). */
    checksum: integer('checksum').notNull(),
    /** How many were folded into this row. null: it is one. */
    changes: integer('changes'),
    /** A Yjs V1 update. Of a folded row: a byte that says how it is packed (see codec.ts), and then the update. */
    payload: bytea('payload').notNull(),
  },
  (t) => [primaryKey({ columns: [t.board, t.seq] })],
)

/** The whole document as it was at `seq` (H2). */
export const keyframes = pgTable(
  'keyframes',
  {
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: time('at').notNull(),
    /** 0: a Yjs V1 update. 1: the same, deflated. */
    encoding: smallint('encoding').notNull(),
    payload: bytea('payload').notNull(),
    checksum: integer('checksum').notNull(),
  },
  (t) => [primaryKey({ columns: [t.boardId, t.seq] })],
)

/** Moments that have a name (H3). Whoever set one stands here under the name that they had then. */
export const marks = pgTable(
  'marks',
  {
    id: text('id').primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['snapshot', 'before', 'surprise', 'decision', 'question'] }).notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** When that moment was. */
    at: time('at').notNull(),
    name: text('name').notNull(),
    note: text('note'),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    madeAt: time('made_at').notNull(),
  },
  (t) => [index('marks_board').on(t.boardId, t.seq)],
)

/**
 * What was erased for good (H8): never what it was. `seq` is the change by which it was done; `first` and `last` are the
 * first and the last change that lost something.
 */
export const erasures = pgTable(
  'erasures',
  {
    id: text('id').primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: time('at').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    what: text('what', { enum: ['elements', 'stretch'] }).notNull(),
    first: bigint('first', { mode: 'number' }).notNull(),
    last: bigint('last', { mode: 'number' }).notNull(),
    elements: integer('elements').notNull(),
    changes: integer('changes').notNull(),
  },
  (t) => [index('erasures_board').on(t.boardId, t.seq)],
)

/** Images by content, stored once however many boards show them (M12). */
export const blobs = pgTable('blobs', {
  sha256: text('sha256').primaryKey(),
  mimeType: text('mime_type').notNull(),
  size: integer('size').notNull(),
  bytes: bytea('bytes').notNull(),
  createdAt: time('created_at').notNull(),
})

/** What a board calls an image: Excalidraw's fileId to its content. The first upload wins. */
export const files = pgTable(
  'files',
  {
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    fileId: text('file_id').notNull(),
    sha256: text('sha256')
      .notNull()
      .references(() => blobs.sha256),
    addedBy: text('added_by').notNull(),
    addedAt: time('added_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.boardId, t.fileId] }), index('files_sha256').on(t.sha256)],
)

/** What a board looks like, small, for the list. Made by a page that has it open. */
export const pictures = pgTable('pictures', {
  boardId: text('board_id')
    .primaryKey()
    .references(() => boards.id, { onDelete: 'cascade' }),
  mimeType: text('mime_type').notNull(),
  bytes: bytea('bytes').notNull(),
  sha256: text('sha256').notNull(),
  madeAt: time('made_at').notNull(),
})

/** What happened in a board's live session, in order. */
export const sessionEvents = pgTable(
  'session_events',
  {
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    at: time('at').notNull(),
    /** null: the server. */
    actorId: text('actor_id'),
    type: text('type').notNull(),
    data: jsonb('data').notNull(),
    /** The id of the command of which this is the last event: it is carried out once. */
    command: text('command'),
  },
  (t) => [
    primaryKey({ columns: [t.boardId, t.seq] }),
    uniqueIndex('session_events_command')
      .on(t.boardId, t.actorId, t.command)
      .where(sql`command is not null`),
    index('session_events_revealed')
      .on(t.boardId)
      .where(sql`type = 'round-revealed'`),
  ],
)

/**
 * Of the boards that belong to a session, those of private rounds: each is its owner's alone until its round is revealed,
 * which the session's events say. A board's row goes with the board.
 */
export const roundBoards = pgTable(
  'round_boards',
  {
    roundId: text('round_id').notNull(),
    personId: text('person_id').notNull(),
    boardId: text('board_id')
      .notNull()
      .unique()
      .references(() => boards.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.personId] })],
)

/** A session's whole state, kept now and then so that opening it does not read all that happened. */
export const sessionStates = pgTable('session_states', {
  boardId: text('board_id')
    .primaryKey()
    .references(() => boards.id, { onDelete: 'cascade' }),
  seq: integer('seq').notNull(),
  state: jsonb('state').notNull(),
})
