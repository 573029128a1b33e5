/**
 * One sync socket, from the upgrade to its end. Must never lose a frame that comes before the board is loaded (a lost
 * step 1 is a page that silently shows nothing new), and must never answer one before that.
 */
import type { Duplex } from 'node:stream'
import { boardIdSchema } from '@gamelan/protocol/ids'
import { SYNC_MESSAGE_BYTES } from '@gamelan/protocol/limits'
import { CLOSE_CODES, type CloseReason } from '@gamelan/protocol/sync/close-codes'
import type { WebSocket } from 'ws'
import { originAllowed } from '../access/origin.ts'
import { derivedRole } from '../access/session-boards.ts'
import type { Grant } from '../access/types.ts'
import { failureCode } from '../database/failures.ts'
import { FRAMES_AT_ONCE, INCOMING_CHUNK_BYTES, VIEWER_MESSAGE_BYTES } from '../limits.ts'
import type { Peer, RoomHandle } from '../rooms/types.ts'
import type { Opening } from './opening.ts'
import type { SocketParts } from './parts.ts'

/**
 * Lets a socket into its board, or closes it with the reason. Answers how large a message may be now. Never throws.
 */
export function serveSocket(
  socket: WebSocket,
  stream: Duplex,
  opening: Opening,
  connectionId: string,
  parts: SocketParts,
): () => number {
  const { access, rooms, limits, visitors, clock, log, metrics, publicUrl, contain } = parts
  const { boardId } = opening
  let early: Uint8Array[] = []
  let earlyBytes = 0
  const held = parts.incoming.open(opening.address)
  let peer: Peer | undefined
  let open = true

  socket.on(
    'message',
    contain((data, isBinary) => {
      // ws gives a Buffer unless it is told otherwise.
      const frame = data as Buffer
      metrics.bytesReceived.add(frame.byteLength)
      if (!open) return
      if (!isBinary) refuse('malformed', 'a text frame')
      else if (peer === undefined) keep(frame)
      else peer.receive(frame)
    }),
  )
  const stopSignIn = clock.after(
    limits.signInSeconds * 1000,
    contain(() => {
      if (open && peer === undefined) refuse('unavailable', 'not let in in time')
    }),
  )
  socket.on(
    'close',
    contain(() => {
      open = false
      held.hold(0)
      stopSignIn()
      peer?.leave()
    }),
  )

  function keep(frame: Uint8Array): void {
    early.push(frame)
    earlyBytes += frame.byteLength
    if (early.length > FRAMES_AT_ONCE || earlyBytes > SYNC_MESSAGE_BYTES) {
      refuse('tooMany', 'before the board was loaded')
      return
    }
    const excess = held.hold(earlyBytes + early.length * INCOMING_CHUNK_BYTES)
    if (excess !== undefined) refuse('tooMany', `messages of ${excess} before the board was loaded`)
  }

  function close(reason: CloseReason): void {
    open = false
    early = []
    held.hold(0)
    socket.close(CLOSE_CODES[reason], reason)
  }

  function refuse(reason: CloseReason, detail: string): void {
    metrics.refused.inc({ reason })
    log.info({ connection: connectionId, board: boardId, reason, detail }, 'sync refused')
    close(reason)
  }

  async function enter(): Promise<void> {
    if (parts.refusing()) {
      close('restart')
      return
    }
    const { origin, host, cookie, authorization, ticket } = opening
    if (!originAllowed(origin, { publicUrl, host })) {
      refuse('forbidden', 'origin')
      return
    }
    const caller = access.identify({ cookie, authorization, ticket })
    const isAdmitted =
      boardIdSchema.safeParse(boardId).success &&
      (await parts.admission.admit({
        caller,
        boardId,
        prepare: () => rooms.open(boardId),
        discard: (handle) => {
          handle.release()
        },
        enter: (grant, handle) => {
          join(handle, grant, caller.kind === 'key')
        },
      }))
    if (!isAdmitted) refuse('forbidden', 'no grant')
  }

  function join(
    handle: RoomHandle,
    { actor, through, participant, role, derived }: Grant,
    isProgram: boolean,
  ): void {
    if (!open) {
      handle.release()
      return
    }
    const isCounted = isProgram || visitors.take(actor)
    socket.on(
      'close',
      contain(() => {
        handle.release()
        if (!isProgram && isCounted) visitors.release(actor)
        if (!isProgram && !parts.refusing()) access.left(through, actor)
      }),
    )
    if (!isCounted) {
      refuse('tooMany', 'sockets of one visitor')
      return
    }
    stopSignIn()
    peer = handle.join({
      connectionId,
      actor,
      through,
      isProgram,
      participant,
      role,
      roleFrom: (there) => derivedRole(derived, there),
      wantsSaved: opening.wantsSaved,
      wantsRole: opening.wantsRole,
      inflates: opening.inflates,
      ignoresOwn: opening.ignoresOwn,
      send: (frame) => parts.send(socket, stream, frame),
      bufferedBytes: () => stream.writableLength,
      ping(answered) {
        if (socket.readyState !== socket.OPEN) return
        socket.once('pong', contain(answered))
        socket.ping()
      },
      close,
    })
    const frames = early
    early = []
    held.hold(0)
    for (const frame of frames) if (open) peer.receive(frame)
  }

  enter().catch((error: unknown) => {
    if (!open) return
    const code = failureCode(error)
    if (code === 'internal')
      log.error({ err: error, connection: connectionId, board: boardId }, 'sync failed')
    if (code === 'forbidden-or-unknown') refuse('forbidden', code)
    else if (parts.refusing()) close('restart')
    else refuse('unavailable', code)
  })
  return () => (peer?.mayWrite() === false ? VIEWER_MESSAGE_BYTES : SYNC_MESSAGE_BYTES)
}
