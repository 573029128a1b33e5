/** A board's row as it is asked for and answered. Must never hold more of it than those who may see the board may. */
import { boards } from '../database/schema.ts'
import type { BoardRow } from './types.ts'

export const boardColumns = {
  id: boards.id,
  title: boards.title,
  createdAt: boards.createdAt,
  changedAt: boards.changedAt,
  parentId: boards.parentId,
  parentSeq: boards.parentSeq,
  parentAt: boards.parentAt,
}

type Row = Omit<BoardRow, 'parent'> & {
  readonly parentId: string | null
  readonly parentSeq: number | null
  readonly parentAt: Date | null
}

/** The board of a row, where there is one. */
export function boardOf(row: Row | undefined): BoardRow | undefined {
  if (row === undefined) return undefined
  const { parentId: id, parentSeq: seq, parentAt: at, ...board } = row
  return { ...board, parent: id === null || seq === null || at === null ? null : { id, seq, at } }
}
