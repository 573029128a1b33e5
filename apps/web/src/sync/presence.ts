/**
 * Who is here (S7): the awareness states of others, checked before anything shows them, and this page's own person.
 * A state without a valid user is nobody: a program that shows no face, or one that lies. Must never write awareness.
 */
import type { PresenceUser, StampedPresence } from '@gamelan/protocol/sync/awareness'
import { stampedPresenceSchema } from '@gamelan/protocol/sync/awareness'
import type { Awareness } from 'y-protocols/awareness'

export type Person = {
  readonly clientId: number
  readonly user: PresenceUser
  /** What of it moves with every pointer step (cursor, view, selection) may be older than what `peers` shows. */
  readonly presence: StampedPresence
  readonly isMe: boolean
}

/** Others by their awareness id; as new as the last message. */
export type Peers = ReadonlyMap<number, StampedPresence>

type AwarenessChange = { added: number[]; updated: number[]; removed: number[] }

export class Roster {
  readonly #awareness: Awareness
  #me: PresenceUser
  readonly #peers = new Map<number, StampedPresence>()
  readonly #listeners = new Set<() => void>()
  #people: readonly Person[]

  constructor(awareness: Awareness, me: PresenceUser) {
    this.#awareness = awareness
    this.#me = me
    this.#people = this.#list()
    awareness.on('change', this.#onChange)
  }

  get me(): PresenceUser {
    return this.#me
  }

  get peers(): Peers {
    return this.#peers
  }

  /** This page's person first, then the others by id: the same list until someone comes, goes, or looks different. */
  get people(): readonly Person[] {
    return this.#people
  }

  /** This page's person is called otherwise from now on. */
  introduce(me: PresenceUser): void {
    this.#me = me
    this.#onChange({ added: [], updated: [], removed: [] })
  }

  /** Calls `listener` after each change of anyone's state, cursors included; the answer ends that. */
  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  destroy(): void {
    this.#awareness.off('change', this.#onChange)
    this.#listeners.clear()
  }

  readonly #onChange = ({ added, updated, removed }: AwarenessChange): void => {
    for (const clientId of removed) this.#peers.delete(clientId)
    for (const clientId of [...added, ...updated]) {
      if (clientId === this.#awareness.clientID) continue
      const read = stampedPresenceSchema.safeParse(this.#awareness.getStates().get(clientId))
      if (read.success) this.#peers.set(clientId, read.data)
      else this.#peers.delete(clientId)
    }
    const people = this.#list()
    if (!sameFaces(people, this.#people)) this.#people = people
    for (const listener of this.#listeners) listener()
  }

  #list(): Person[] {
    const clientId = this.#awareness.clientID
    const own = stampedPresenceSchema.safeParse({ ...this.#awareness.getLocalState(), user: this.#me })
    const me: Person = {
      clientId,
      user: this.#me,
      presence: own.success ? own.data : { user: this.#me },
      isMe: true,
    }
    const others = [...this.#peers]
      .sort(([a], [b]) => a - b)
      .map(([id, presence]) => ({ clientId: id, user: presence.user, presence, isMe: false }))
    return [me, ...others]
  }
}

/** Whether two lists look the same in a top bar: cursors, views and selections are not seen there. */
function sameFaces(a: readonly Person[], b: readonly Person[]): boolean {
  return (
    a.length === b.length &&
    a.every((person, i) => {
      const other = b[i]
      return (
        other !== undefined &&
        person.clientId === other.clientId &&
        person.user.id === other.user.id &&
        person.user.name === other.user.name &&
        person.user.color === other.user.color &&
        person.user.role === other.user.role &&
        person.presence.idle === other.presence.idle &&
        person.presence.follows === other.presence.follows
      )
    })
  )
}
