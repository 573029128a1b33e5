/** A board as it is answered: with the links that the caller may hand on, and no others. */
import type { FastifyRequest } from 'fastify'
import type { Board } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import type { BoardRow } from '../boards/types.ts'
import { baseOf, linkAddresses } from './addresses.ts'
import type { HttpParts } from './parts.ts'

export async function answerBoard(
  { access, publicUrl }: Pick<HttpParts, 'access' | 'publicUrl'>,
  request: FastifyRequest,
  board: BoardRow,
  role: Role,
): Promise<Board> {
  return {
    id: board.id,
    title: board.title,
    role,
    createdAt: board.createdAt.toISOString(),
    changedAt: board.changedAt.toISOString(),
    links: linkAddresses(baseOf(request, publicUrl), board.id, await access.keys(board.id, role)),
  }
}
