/** A board as it is answered: with the links that the caller may hand on, and no others. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Board, Parent } from '@gamelan/protocol/http/boards'
import type { ProblemCode } from '@gamelan/protocol/http/problems'
import type { Grant } from '../access/types.ts'
import type { BoardRow, MadeBoard } from '../boards/types.ts'
import { GamelanError } from '../errors.ts'
import { baseOf, linkAddresses } from './addresses.ts'
import { callerOf, setVisitorCookie } from './guard.ts'
import type { HttpParts } from './parts.ts'

type Parts = Pick<HttpParts, 'access' | 'publicUrl'> & {
  readonly boards: Pick<HttpParts['boards'], 'read'>
  readonly series: Pick<HttpParts['series'], 'ofBoard'>
}

/** What a new board that begins with the drawing of another may be refused with. */
export const MADE_FROM_PROBLEMS = [
  'moment-unknown',
  'fork-too-large',
  'too-many-boards',
  'no-room',
  'server-full',
  'board-unreadable',
] as const satisfies readonly ProblemCode[]

/** Where it was forked from: which board that is, for those alone who may see it (A3). */
async function answerParent(
  { access, boards }: Pick<Parts, 'access' | 'boards'>,
  request: FastifyRequest,
  { parent }: BoardRow,
): Promise<Parent | null> {
  if (!parent) return null
  const { id, seq, at } = parent
  const told = (await access.grant(callerOf(access, request), id)) && (await boards.read(id))
  return told
    ? { id, title: told.title, seq, at: at.toISOString() }
    : { id: null, title: null, seq: null, at: at.toISOString() }
}

/** A board as the caller sees it. */
export async function answerBoard(
  { access, boards, publicUrl, series }: Parts,
  request: FastifyRequest,
  board: BoardRow,
  { role, sessionBoardId }: Pick<Grant, 'role' | 'sessionBoardId'>,
): Promise<Board> {
  const sessionBoard = sessionBoardId === board.id ? null : await boards.read(sessionBoardId)
  // It has gone meanwhile, and this one with it.
  if (sessionBoard === undefined) throw new GamelanError('forbidden-or-unknown')
  return {
    ...columnsOf(board),
    role,
    parent: await answerParent({ access, boards }, request, board),
    series: (await series.ofBoard(board.id)) ?? null,
    sessionBoard: sessionBoard && { id: sessionBoard.id, title: sessionBoard.title },
    links: linkAddresses(baseOf(request, publicUrl), sessionBoardId, await access.keys(sessionBoardId, role)),
  }
}

const columnsOf = ({ id, title, createdAt, changedAt }: BoardRow) => ({
  id,
  title,
  createdAt: createdAt.toISOString(),
  changedAt: changedAt.toISOString(),
})

/**
 * Answers with a board that the caller has made: 201, where it is, and the cookie of whose it is. It is committed, so
 * nothing is asked here that could fail.
 */
export function answerMade(
  parts: {
    readonly access: Pick<HttpParts['access'], 'visitorCookie'>
    readonly publicUrl: HttpParts['publicUrl']
  },
  request: FastifyRequest,
  reply: FastifyReply,
  { board, visitorId, keys, parentTitle, series }: MadeBoard,
): Board {
  setVisitorCookie(parts, reply, visitorId)
  reply.code(201).header('location', `/api/boards/${board.id}`)
  const { parent } = board
  return {
    ...columnsOf(board),
    role: 'facilitator',
    parent: parent && {
      id: parent.id,
      title: parentTitle ?? '',
      seq: parent.seq,
      at: parent.at.toISOString(),
    },
    series: series ?? null,
    sessionBoard: null,
    links: linkAddresses(baseOf(request, parts.publicUrl), board.id, keys),
  }
}
