/**
 * Whose a Yjs client id is (S5). An id belongs to whoever first uses it: writes under it by an `update`, or names it
 * as their own in awareness. Owner is a visitor, with all their connections, or a program's one connection. Pure: the
 * caller says what time it is. Must never refuse what an honest client brings after a crash.
 *
 * It is kept for as long as the room is open, and begins empty: the log says who brought a change, which after a crash
 * is the first client back and not the author, so it cannot say whose an id is. That suffices. As long as the room is
 * open it has everything that anybody else was sent, and so nobody but its author can have more under an id; what is
 * older than the room comes by step 2, from anyone, for owners who are away.
 *
 * After a crash all come back at once, each with work of the others that was not saved. Who is here and has not
 * brought their own yet is *unsettled*: what others bring under their ids is left out, and asked for again later. One
 * who does not bring it within a while counts as away.
 */
import { ERASER_CLIENT } from '@gamelan/board-model'
import { OWNER_PATIENCE } from '../limits.ts'
import type { Extension } from './admission.ts'

/** Somebody who may own ids: one connection. */
export type Claimant = {
  /** The visitor, or the connection of a program. Equal for all connections of one owner. */
  readonly owner: string
  /** Whether the owner is this connection alone, so that its ids pass on when it ends. */
  readonly isProgram: boolean
}

type Owner = {
  readonly ids: Set<number>
  /** Their open connections: since when, and whether each has brought all of its own. */
  readonly here: Map<Claimant, { readonly since: number; settled: boolean }>
}

export type Ownerships = {
  join(claimant: Claimant, now: number): void
  leave(claimant: Claimant): void
  /** They use this id. Nobody's becomes theirs. */
  claim(client: number, claimant: Claimant): void
  owns(client: number, claimant: Claimant): boolean
  /** They have brought all of their own. Answers whether that is news. */
  settle(claimant: Claimant): boolean
  /** What becomes of structs under this id that the document does not have. */
  mayExtend(client: number, claimant: Claimant, type: 'step2' | 'update', now: number): Extension
  /** The program that an id belongs to, where it is here and settled: whether it still is must be asked. */
  program(client: number): Claimant | undefined
  /** Ends what a connection owns, though it is still open: it did not answer. */
  forfeit(claimant: Claimant): void
}

/**
 * @param server the id under which the server itself writes: nobody else's ever
 * @param isUsed whether the document holds anything under an id
 */
export function createOwnerships(server: () => number, isUsed: (client: number) => boolean): Ownerships {
  const owners = new Map<string, Owner>()
  const ownerOf = new Map<number, string>()

  function ownerNamed(name: string): Owner {
    const found = owners.get(name)
    if (found !== undefined) return found
    const made: Owner = { ids: new Set(), here: new Map() }
    owners.set(name, made)
    return made
  }

  function pass(owner: Owner, client: number): void {
    owner.ids.delete(client)
    ownerOf.delete(client)
  }

  const isAway = ({ here }: Owner, now: number) =>
    [...here.values()].every(({ settled, since }) => !settled && now - since > OWNER_PATIENCE)
  const isUnsettled = ({ here }: Owner, now: number) =>
    [...here.values()].some(({ settled, since }) => !settled && now - since <= OWNER_PATIENCE)

  return {
    join(claimant, now) {
      ownerNamed(claimant.owner).here.set(claimant, { since: now, settled: false })
    },
    leave(claimant) {
      const owner = owners.get(claimant.owner)
      if (owner === undefined) return
      owner.here.delete(claimant)
      if (owner.here.size > 0) return
      // Ids that were only named are not worth remembering: those who come and go would pile them up.
      for (const client of owner.ids) if (claimant.isProgram || !isUsed(client)) pass(owner, client)
      if (owner.ids.size === 0) owners.delete(claimant.owner)
    },
    claim(client, claimant) {
      if (client === server() || client === ERASER_CLIENT || ownerOf.has(client)) return
      ownerOf.set(client, claimant.owner)
      ownerNamed(claimant.owner).ids.add(client)
    },
    owns: (client, claimant) => ownerOf.get(client) === claimant.owner,
    settle(claimant) {
      const presence = owners.get(claimant.owner)?.here.get(claimant)
      if (presence === undefined || presence.settled) return false
      presence.settled = true
      return true
    },
    mayExtend(client, claimant, type, now) {
      if (client === server() || client === ERASER_CLIENT) return 'no'
      const name = ownerOf.get(client)
      if (name === undefined || name === claimant.owner) return 'yes'
      const owner = owners.get(name)
      if (owner === undefined || isAway(owner, now)) return type === 'step2' ? 'yes' : 'gap'
      if (isUnsettled(owner, now)) return type === 'step2' ? 'cut' : 'gap'
      return 'no'
    },
    program(client) {
      const name = ownerOf.get(client)
      if (name === undefined) return undefined
      for (const claimant of owners.get(name)?.here.keys() ?? []) if (claimant.isProgram) return claimant
      return undefined
    },
    forfeit(claimant) {
      const owner = owners.get(claimant.owner)
      if (owner !== undefined) for (const client of owner.ids) pass(owner, client)
    },
  }
}
