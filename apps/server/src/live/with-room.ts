/**
 * Commands that make boards, on a server that may be full. Never refuses any other command: a session that goes on must go on.
 */
import type { Request } from '@gamelan/protocol/session/commands'
import type { Storage } from '../storage.ts'
import type { Prepare } from './prepare.ts'

/** Whether a command makes at least one board. */
const makesBoards = (request: Request): boolean =>
  (request.type === 'pivot' && request.onFreshBoard) ||
  request.type === 'open-round' ||
  request.type === 'join-round'

/** Rejects with `server-full` where a command would make a board and the server takes no more. */
export function withRoom(storage: Pick<Storage, 'requireRoom'>, prepare: Prepare): Prepare {
  return async (...given) => {
    const [, , request] = given
    if (makesBoards(request)) storage.requireRoom(0)
    return prepare(...given)
  }
}
