/** A board's address: the way in, and then the board itself. */
import { BoardGate } from './BoardGate.tsx'
import { OpenBoard } from './OpenBoard.tsx'

/** The page for `/b/:boardId`. */
export function BoardPage() {
  return <BoardGate>{(letIn) => <OpenBoard {...letIn} />}</BoardGate>
}
