/** A board as it is answered: with the links that the caller may hand on, and no others. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Board, Parent } from '@gamelan/protocol/http/boards'
import type { ProblemCode } from '@gamelan/protocol/http/problems'
import type { Grant } from '../access/types.ts'
import type { BoardRow } from '../boards/types.ts'
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

/** `grant`: of the caller; undefined: they have just made it. */
export async function answerBoard(
  { access, boards, publicUrl, series }: Parts,
  request: FastifyRequest,
  board: BoardRow,
  grant?: Pick<Grant, 'role' | 'sessionBoardId'>,
): Promise<Board> {
  const { role, sessionBoardId } = grant ?? { role: 'facilitator', sessionBoardId: board.id }
  const sessionBoard = sessionBoardId === board.id ? null : await boards.read(sessionBoardId)
  // It has gone meanwhile, and this one with it.
  if (sessionBoard === undefined) throw new GamelanError('forbidden-or-unknown')
  return {
    id: board.id,
    title: board.title,
    role,
    createdAt: board.createdAt.toISOString(),
    changedAt: board.changedAt.toISOString(),
    parent: await answerParent({ access, boards }, request, board),
    series: (await series.ofBoard(board.id)) ?? null,
    sessionBoard: sessionBoard && { id: sessionBoard.id, title: sessionBoard.title },
    links: linkAddresses(baseOf(request, publicUrl), sessionBoardId, await access.keys(sessionBoardId, role)),
  }
}

/** Answers with a board that the caller has made: 201, where it is, and the cookie of whose it is. */
export async function answerMade(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  { board, visitorId }: { readonly board: BoardRow; readonly visitorId: string },
): Promise<Board> {
  setVisitorCookie(parts, reply, visitorId)
  reply.code(201).header('location', `/api/boards/${board.id}`)
  return answerBoard(parts, request, board)
}
