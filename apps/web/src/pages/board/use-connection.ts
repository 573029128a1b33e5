/** The board's connection for as long as the page shows it. */
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { BoardConnection } from '../../sync/board-connection.ts'

/** Connects as this person in this role, and anew when one of the two changes. null until the first render is over. */
export function useConnection(boardId: string, role: Role, participant: Participant): BoardConnection | null {
  const [connection, setConnection] = useState<BoardConnection | null>(null)
  const { id, name, color } = participant
  useEffect(() => {
    const made = new BoardConnection({ boardId, role, participant: { id, name, color } })
    // oxlint-disable-next-line react/set-state-in-effect -- what has to be closed is made where closing is sure
    setConnection(made)
    return () => {
      setConnection(null)
      made.destroy()
    }
  }, [boardId, role, id, name, color])
  return connection
}

/** What the connection says of itself: save state, people, whether it has ended. */
export function useConnectionSnapshot(connection: BoardConnection) {
  return useSyncExternalStore(
    (listener) => connection.subscribe(listener),
    () => connection.snapshot(),
  )
}
