/**
 * The calls that the page makes, by name. Must never know a component or a word: it only asks and answers.
 */
import type { AuditPage } from '@gamelan/protocol/http/audit'
import { auditPageSchema } from '@gamelan/protocol/http/audit'
import type {
  Board,
  BoardPage,
  JoinBody,
  Joined,
  Me,
  PersonalLink,
  TrashPage,
} from '@gamelan/protocol/http/boards'
import {
  boardPageSchema,
  boardSchema,
  createdLinkSchema,
  joinedSchema,
  meSchema,
  personalLinkSchema,
  trashPageSchema,
} from '@gamelan/protocol/http/boards'
import type {
  BoardHistory,
  BookmarkKind,
  Erased,
  ErasePlan,
  EraseTarget,
  Mark,
  Restored,
  Snapshots,
} from '@gamelan/protocol/http/history'
import {
  erasedSchema,
  erasePlanSchema,
  historySchema,
  markSchema,
  restoredSchema,
  snapshotsSchema,
} from '@gamelan/protocol/http/history'
import type { BoardMember, MemberPage } from '@gamelan/protocol/http/members'
import { memberPageSchema, memberSchema } from '@gamelan/protocol/http/members'
import type {
  CreateSeries,
  InvitedRole,
  JoinedSeries,
  PatchSeries,
  Series,
} from '@gamelan/protocol/http/series'
import { joinedSeriesSchema, seriesSchema } from '@gamelan/protocol/http/series'
import type { LineReport } from '@gamelan/protocol/http/line-reports'
import type { Settings } from '@gamelan/protocol/http/settings'
import { settingsSchema } from '@gamelan/protocol/http/settings'
import type { Role } from '@gamelan/protocol/roles'
import { z } from 'zod'
import type { Call } from './call.ts'

const roundDrawingsSchema = z.object({
  drawings: z.array(z.object({ board: z.string(), drawing: z.unknown() })),
})

export type Api = {
  /** Tells the operator that a live connection does not come through. */
  reportLine(conversation: LineReport['conversation']): Promise<null>
  /** The drawing as an `.excalidraw` document, to be taken apart as a file is. */
  scene(boardId: string, signal?: AbortSignal): Promise<unknown>
  /** How the server was set up. */
  settings(signal?: AbortSignal): Promise<Settings>
  /** Who this browser is to the server; `participant` null until a name was said. */
  me(signal?: AbortSignal): Promise<Me>
  sayName(name: string, color: string): Promise<Me>
  /** A link by which another device becomes this person: good once. */
  personalLink(): Promise<PersonalLink>
  /** Makes this browser the person of such a link. */
  openPersonalLink(key: string): Promise<Me>
  /** One page of this visitor's boards, newest change first. */
  boards(query: { q: string; cursor: string | null }, signal?: AbortSignal): Promise<BoardPage>
  createBoard(title?: string): Promise<Board>
  /** Lets this visitor into a board, by a link's key or because they were there before. */
  /** Comes in, by a link's key, and as whoever one says to be. */
  join(boardId: string, body: JoinBody, signal?: AbortSignal): Promise<Joined>
  board(boardId: string, signal?: AbortSignal): Promise<Board>
  rename(boardId: string, title: string): Promise<Board>
  trash(boardId: string): Promise<null>
  /** One page of the boards in the trash that this visitor may take out, latest first. */
  trashed(cursor: string | null, signal?: AbortSignal): Promise<TrashPage>
  takeOut(boardId: string): Promise<Board>
  /** One page of what was done about access to a board, latest first. */
  audit(boardId: string, before: number | null, signal?: AbortSignal): Promise<AuditPage>
  /** A new link for the role; the older one stops working. */
  createLink(boardId: string, role: Role): Promise<z.infer<typeof createdLinkSchema>>
  /** One page of those who were let in, latest seen first. */
  members(boardId: string, cursor: string | null, signal?: AbortSignal): Promise<MemberPage>
  setRole(boardId: string, participantId: string, role: Role): Promise<BoardMember>
  removeMember(boardId: string, participantId: string): Promise<null>
  /** How the drawing came to be, as an overview: when who drew, and the marks. */
  history(boardId: string, signal?: AbortSignal): Promise<BoardHistory>
  /** The named moments of a facilitator. */
  snapshots(boardId: string, signal?: AbortSignal): Promise<Snapshots>
  /** Names a moment: `seq`, or now. */
  takeSnapshot(boardId: string, moment: { name: string; note?: string; seq?: number }): Promise<Mark>
  bookmark(
    boardId: string,
    moment: { kind: BookmarkKind; name?: string; note?: string; seq?: number },
  ): Promise<Mark>
  removeMark(boardId: string, markId: string): Promise<null>
  /** The drawing becomes what it was at `seq`, for all. */
  /** `name`: what the asker calls that moment. */
  restore(boardId: string, seq: number, name: string): Promise<Restored>
  /** What erasing this would take. Nothing is erased. */
  erasePlan(boardId: string, target: EraseTarget, signal?: AbortSignal): Promise<ErasePlan>
  /** Erases it for good, as it was planned (`confirm`). */
  erase(boardId: string, target: EraseTarget, confirm: string): Promise<Erased>
  /** A new board that begins as this one was at `seq`. */
  fork(boardId: string, from: { seq: number; title: string }): Promise<Board>
  /** What was drawn in a round that was revealed, by board; null: it cannot be read now. */
  roundDrawings(boardId: string, round: string, signal?: AbortSignal): Promise<ReadonlyMap<string, unknown>>
  /** A series that begins with a board. */
  makeSeries(boardId: string, terms: CreateSeries): Promise<Series>
  series(seriesId: string, signal?: AbortSignal): Promise<Series>
  changeSeries(seriesId: string, terms: PatchSeries): Promise<Series>
  /** A new invitation; the older one stops working. */
  renewInvitation(seriesId: string, role: InvitedRole): Promise<Series>
  /** Lets this visitor onto the newest board of a series, by the invitation's key or because they were there before. */
  joinSeries(seriesId: string, key: string | null, signal?: AbortSignal): Promise<JoinedSeries>
  /** The next board of a series, unless another than `from` is the newest by now. */
  playAgain(seriesId: string, from: string): Promise<Board>
}

const address = (boardId: string): string => `/api/boards/${encodeURIComponent(boardId)}`
const seriesAddress = (seriesId: string): string => `/api/series/${encodeURIComponent(seriesId)}`
const memberAddress = (boardId: string, participantId: string): string =>
  `${address(boardId)}/members/${encodeURIComponent(participantId)}`

/** The part of an address behind its path; what is null is left out. */
function search(values: Readonly<Record<string, string | number | null>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value !== null) query.set(name, String(value))
  return query.size === 0 ? '' : `?${query}`
}

/** The calls, made with `call`. */
export function createApi(call: Call): Api {
  return {
    settings: (signal) => call('GET', '/api/settings', { schema: settingsSchema, signal }),
    me: (signal) => call('GET', '/api/me', { schema: meSchema, signal }),
    sayName: (name, color) => call('PUT', '/api/me', { schema: meSchema, body: { name, color } }),
    personalLink: () => call('POST', '/api/me/link', { schema: personalLinkSchema }),
    openPersonalLink: (key) => call('POST', '/api/me/open', { schema: meSchema, body: { key } }),
    boards: ({ q, cursor }, signal) => {
      const asked = search({ q: q === '' ? null : q, cursor })
      return call('GET', `/api/boards${asked}`, { schema: boardPageSchema, signal })
    },
    createBoard: (title) =>
      call('POST', '/api/boards', { schema: boardSchema, body: title === undefined ? {} : { title } }),
    join: (boardId, body, signal) =>
      call('POST', `${address(boardId)}/join`, { schema: joinedSchema, body, signal }),
    board: (boardId, signal) => call('GET', address(boardId), { schema: boardSchema, signal }),
    rename: (boardId, title) => call('PATCH', address(boardId), { schema: boardSchema, body: { title } }),
    trash: (boardId) => call('DELETE', address(boardId), { schema: z.null() }),
    trashed: (cursor, signal) =>
      call('GET', `/api/trash${search({ cursor })}`, { schema: trashPageSchema, signal }),
    takeOut: (boardId) =>
      call('POST', `/api/trash/${encodeURIComponent(boardId)}/restore`, { schema: boardSchema }),
    audit: (boardId, before, signal) =>
      call('GET', `${address(boardId)}/audit${search({ before })}`, { schema: auditPageSchema, signal }),
    createLink: (boardId, role) =>
      call('POST', `${address(boardId)}/links`, { schema: createdLinkSchema, body: { role } }),
    members: (boardId, cursor, signal) =>
      call('GET', `${address(boardId)}/members${search({ cursor })}`, { schema: memberPageSchema, signal }),
    setRole: (boardId, participantId, role) =>
      call('PATCH', memberAddress(boardId, participantId), { schema: memberSchema, body: { role } }),
    removeMember: (boardId, participantId) =>
      call('DELETE', memberAddress(boardId, participantId), { schema: z.null() }),
    history: (boardId, signal) =>
      call('GET', `${address(boardId)}/history`, { schema: historySchema, signal }),
    snapshots: (boardId, signal) =>
      call('GET', `${address(boardId)}/snapshots`, { schema: snapshotsSchema, signal }),
    takeSnapshot: (boardId, body) =>
      call('POST', `${address(boardId)}/snapshots`, { schema: markSchema, body }),
    bookmark: (boardId, body) => call('POST', `${address(boardId)}/bookmarks`, { schema: markSchema, body }),
    removeMark: (boardId, markId) =>
      call('DELETE', `${address(boardId)}/marks/${encodeURIComponent(markId)}`, { schema: z.null() }),
    restore: (boardId, seq, name) =>
      call('POST', `${address(boardId)}/restore`, { schema: restoredSchema, body: { seq, name } }),
    erasePlan: (boardId, body, signal) =>
      call('POST', `${address(boardId)}/erase/plan`, { schema: erasePlanSchema, body, signal }),
    erase: (boardId, target, confirm) =>
      call('POST', `${address(boardId)}/erase`, { schema: erasedSchema, body: { ...target, confirm } }),
    fork: (boardId, body) => call('POST', `${address(boardId)}/fork`, { schema: boardSchema, body }),
    async roundDrawings(boardId, round, signal) {
      const { drawings } = await call(
        'GET',
        `${address(boardId)}/rounds/${encodeURIComponent(round)}/drawings`,
        {
          schema: roundDrawingsSchema,
          signal,
        },
      )
      return new Map(drawings.map(({ board, drawing }) => [board, drawing]))
    },
    reportLine: (conversation) =>
      call('POST', '/api/line-reports', { schema: z.null(), body: { conversation } }),
    scene: (boardId, signal) => call('GET', `${address(boardId)}/scene`, { schema: z.unknown(), signal }),
    makeSeries: (boardId, body) => call('POST', `${address(boardId)}/series`, { schema: seriesSchema, body }),
    series: (seriesId, signal) => call('GET', seriesAddress(seriesId), { schema: seriesSchema, signal }),
    changeSeries: (seriesId, body) => call('PATCH', seriesAddress(seriesId), { schema: seriesSchema, body }),
    renewInvitation: (seriesId, role) =>
      call('POST', `${seriesAddress(seriesId)}/invitation`, { schema: seriesSchema, body: { role } }),
    joinSeries: (seriesId, key, signal) =>
      call('POST', `${seriesAddress(seriesId)}/join`, {
        schema: joinedSeriesSchema,
        body: key === null ? {} : { key },
        signal,
      }),
    playAgain: (seriesId, from) =>
      call('POST', `${seriesAddress(seriesId)}/play-again`, { schema: boardSchema, body: { from } }),
  }
}
