/** The board's connection for as long as the page shows it. */
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import { ticketFor } from '../../storage/tickets.ts'
import { BoardConnection } from '../../sync/board-connection.ts'

/**
 * Connects as this person in this role, and anew when one of the two changes; a person who changes their name stays
 * the same. null until the first render is over.
 */
export function useConnection(boardId: string, role: Role, participant: Participant): BoardConnection | null {
  const [connection, setConnection] = useState<BoardConnection | null>(null)
  const { id, name, color } = participant
  const called = useEffectEvent(() => ({ name, color }))
  useEffect(() => {
    const made = new BoardConnection({
      boardId,
      role,
      participant: { id, ...called() },
      ticket: () => ticketFor(boardId),
    })
    // oxlint-disable-next-line react/set-state-in-effect -- what has to be closed is made where closing is sure
    setConnection(made)
    return () => {
      setConnection(null)
      made.destroy()
    }
  }, [boardId, role, id])
  useEffect(() => connection?.introduce({ id, name, color }), [connection, id, name, color])
  return connection
}

/** What the connection says of itself: save state, people, whether it has ended. */
export function useConnectionSnapshot(connection: BoardConnection) {
  return useSyncExternalStore(
    (listener) => connection.subscribe(listener),
    () => connection.snapshot(),
  )
}
