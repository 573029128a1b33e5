/**
 * Lets a socket in, for sync and session alike (A4). Several awaits lie between the question what a caller may do and the
 * moment when the connection is on a list that later changes reach. A change in between must not be missed: then the
 * question is asked again.
 */
import type { Caller } from '../access/caller.ts'
import type { Access, AccessChange, Grant } from '../access/types.ts'

export type Entering<Prepared> = {
  readonly caller: Caller
  readonly boardId: string
  /** What takes time: it runs between the check and `enter`. */
  readonly prepare: (grant: Grant) => Promise<Prepared>
  /** Undoes `prepare`: the grant changed meanwhile, or no longer exists. */
  readonly discard: (prepared: Prepared) => void
  /**
   * Puts the connection where changes of access reach it. Runs in the tick of the last check, so that no change can fall
   * between the two.
   */
  readonly enter: (grant: Grant, prepared: Prepared) => void
}

export type Admission = {
  /** Answers whether `enter` was called: false means that the caller has no grant. */
  admit<Prepared>(entering: Entering<Prepared>): Promise<boolean>
}

export function createAdmission(access: Pick<Access, 'grant' | 'programCame' | 'onChange'>): Admission {
  /** The changes since each open question was asked. */
  const open = new Set<AccessChange[]>()
  access.onChange((change) => {
    for (const changes of open) changes.push(change)
  })
  return {
    async admit({ caller, boardId, prepare, discard, enter }) {
      const changes: AccessChange[] = []
      open.add(changes)
      try {
        for (;;) {
          changes.length = 0
          const grant = await access.grant(caller, boardId)
          if (grant === undefined) return false
          if (caller.kind === 'key') await access.programCame(grant)
          const prepared = await prepare(grant)
          if (changes.some((change) => concerns(change, grant))) {
            discard(prepared)
            continue
          }
          enter(grant, prepared)
          return true
        }
      } finally {
        open.delete(changes)
      }
    },
  }
}

/** Other people's names and other boards change all the time: those are no reason to ask again. */
function concerns(change: AccessChange, { boardId, through, sessionBoardId, actor }: Grant): boolean {
  if (change.kind === 'name') return change.actor === actor
  return [boardId, through, sessionBoardId].includes(change.boardId)
}
