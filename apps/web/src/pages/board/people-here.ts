/** Who is on the board, person by person: someone with two windows is one person. */
import type { Role } from '@gamelan/protocol/roles'
import type { Person } from '../../sync/board-connection.ts'

/** A person on the board. `clientId` is the window of theirs that can be followed: the one in which they are at work. */
export type Here = {
  readonly id: string
  readonly name: string
  readonly color: string
  readonly role: Role
  readonly idle: 'active' | 'idle' | 'away'
  readonly clientId: number
  readonly isMe: boolean
}

const WAKEFULNESS = { active: 2, idle: 1, away: 0 } as const

/** The people behind the connections, in the order in which they came; oneself first. */
export function peopleHere(people: readonly Person[]): readonly Here[] {
  const byId = new Map<string, Here>()
  for (const { user, presence, clientId, isMe } of people) {
    const one: Here = {
      id: user.id,
      name: user.name,
      color: user.color,
      role: user.role,
      idle: presence.idle ?? 'active',
      clientId,
      isMe,
    }
    const before = byId.get(user.id)
    if (before === undefined) byId.set(user.id, one)
    else {
      const livelier = WAKEFULNESS[one.idle] > WAKEFULNESS[before.idle] ? one : before
      byId.set(user.id, { ...livelier, isMe: before.isMe || one.isMe })
    }
  }
  const here = [...byId.values()]
  return [...here.filter(({ isMe }) => isMe), ...here.filter(({ isMe }) => !isMe)]
}

/** Somebody else who is here and has my colour, so that our cursors look alike; null where there is nobody. */
export function sharesMyColor(here: readonly Here[]): Here | null {
  const me = here.find(({ isMe }) => isMe)
  return here.find(({ isMe, color }) => !isMe && color === me?.color) ?? null
}
