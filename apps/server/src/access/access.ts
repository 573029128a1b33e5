/**
 * Access (A1 to A4): from what a request carries to what it may do on a board. Must never tell an unknown board
 * from a forbidden one, and must never keep an answer: each question is asked of the database anew, so that what
 * ended has ended.
 */
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Role } from '@gamelan/protocol/roles'
import type { Clock } from '../clock.ts'
import { rowsOf, type Database, type Queries } from '../database/database.ts'
import type { News } from '../news.ts'
import { boards, links, members, visitors } from '../database/schema.ts'
import { readAuthors } from './authors.ts'
import { readCaller, sealVisitor, visitorOf } from './caller.ts'
import type { Caller } from './caller.ts'
import type { Audit } from './audit.ts'
import type { Changes } from './changes.ts'
import { better, enter, isKept, type Entered, type Place } from './entering.ts'
import { programActor, programParticipant, visitorParticipant } from './identity.ts'
import { holdInvitation, invitationLink, isSettled, newestBoard } from './invitations.ts'
import { hashKey } from './link-keys.ts'
import { holdLink, readKeys, replaceLink } from './links.ts'
import { changeRole, hasWayIn, listMembers, removeMember } from './members.ts'
import { endPersonalLink, makePersonalLink, takePersonalLink } from './personal-links.ts'
import { createPrograms } from './programs.ts'
import { readRoles } from './roles.ts'
import { createSeen } from './seen.ts'
import {
  belongingOf,
  derivation,
  derivedRole,
  PLACES,
  type Belonging,
  type BoardPlace,
} from './session-boards.ts'
import { writeTicket } from './tickets.ts'
import type { Access, Grant, Introduction, JoinRequest, JoinResult } from './types.ts'
import { readVisitor, saveVisitor } from './visitors.ts'

export type AccessParts = {
  readonly database: Database
  readonly secret: string
  readonly changes: Changes
  readonly news: Pick<News, 'tell'>
  readonly audit: Pick<Audit, 'record' | 'note'>
  readonly clock: Clock
  /** In [0, 1): chooses colours. */
  readonly random: () => number
  /** 128 random bits, base64url. */
  readonly newId: () => string
}

/** What is given on a board by that board. */
const onItself = (boardId: string) =>
  ({ boardId, through: boardId, sessionBoardId: boardId, derived: 'same' }) as const

/** Access to a board of a session is derived: rows about it would give nothing. */
const isNoSessions = isNull(boards.sessionBoardId)

export function createAccess({
  database,
  secret,
  changes,
  news,
  audit,
  clock,
  random,
  newId,
}: AccessParts): Access {
  const seen = createSeen({ database, clock, news })
  const programs = createPrograms({ audit, clock })

  async function grantVisitor(
    on: Queries,
    visitorId: string,
    boardId: string,
    place: BoardPlace = 'kept',
  ): Promise<Grant | undefined> {
    const [row] = await on
      .select({ role: members.role, linkId: members.linkId, visitor: visitors })
      .from(members)
      .innerJoin(boards, eq(boards.id, members.boardId))
      .innerJoin(visitors, eq(visitors.id, members.visitorId))
      .leftJoin(links, eq(links.id, members.linkId))
      .where(
        and(
          eq(members.boardId, boardId),
          eq(members.visitorId, visitorId),
          hasWayIn,
          isNoSessions,
          PLACES[place],
        ),
      )
    if (!row) return undefined
    return {
      ...onItself(boardId),
      role: row.role,
      linkId: row.linkId,
      participant: visitorParticipant(row.visitor),
      actor: visitorId,
    }
  }

  async function grantKey(
    on: Queries | undefined,
    key: string,
    boardId: string,
    place: BoardPlace,
  ): Promise<Grant | undefined> {
    const found = sql`select ${links.id}, ${links.role} from ${links} join ${boards} on ${eq(boards.id, links.boardId)}
          where ${and(
            eq(links.keyHash, hashKey(key)),
            eq(links.boardId, boardId),
            isNull(links.endedAt),
            isNoSessions,
            PLACES[place],
          )}`
    // A hundred who come at once ask this a hundred times.
    const [link] = await (on === undefined
      ? database.often<{ id: string; role: Role }>(found)
      : rowsOf<{ id: string; role: Role }>(on, found))
    if (!link) return undefined
    const participant = programParticipant(link.id)
    return {
      ...onItself(boardId),
      role: link.role,
      linkId: link.id,
      participant,
      actor: programActor(link.id),
    }
  }

  /** @param on the transaction within which it is asked; undefined: none */
  async function grant(
    on: Queries | undefined,
    caller: Caller,
    boardId: string,
    place: BoardPlace = 'kept',
  ): Promise<Grant | undefined> {
    if (caller.kind === 'nobody') return undefined
    if (caller.kind === 'ticket' && caller.boardId !== boardId) return undefined
    const own =
      caller.kind === 'key'
        ? await grantKey(on, caller.key, boardId, place)
        : await grantVisitor(on ?? database.queries, caller.visitorId, boardId, place)
    return own ?? grantDerived(on, caller, boardId, place)
  }

  /** What the board to whose session this one belongs gives here, as long as that is in use. */
  async function grantDerived(
    on: Queries | undefined,
    caller: Exclude<Caller, { kind: 'nobody' }>,
    boardId: string,
    place: BoardPlace,
  ): Promise<Grant | undefined> {
    const belonging = await belongingOf(on ?? database.queries, boardId, place)
    if (belonging === undefined) return undefined
    const there = await grant(
      on,
      caller.kind === 'ticket' ? { kind: 'visitor', visitorId: caller.visitorId } : caller,
      belonging.sessionBoardId,
    )
    return there && derivedGrant(there, boardId, belonging, place)
  }

  /** What a grant on the session's board gives on another of the session. */
  function derivedGrant(
    there: Grant,
    boardId: string,
    belonging: Belonging,
    place: BoardPlace,
  ): Grant | undefined {
    const derived = derivation(belonging, there.participant.id)
    if (derived === undefined) return undefined
    if (derived === 'same') return { ...there, boardId }
    // Nobody can throw away a board of a round, nor take it out of the trash.
    if (place === 'trashed') return undefined
    return {
      ...there,
      boardId,
      // A private round's board has a session of its own, so that nobody else receives its events.
      sessionBoardId: boardId,
      role: derivedRole(derived, there.role),
      derived,
    }
  }

  /** What follows for others, and what they are told, once somebody is let in. */
  function entered(
    { was, ...result }: Entered,
    { boardId, enteredId = boardId }: { boardId: string; enteredId?: string },
    { name, color }: Introduction,
  ): JoinResult {
    const { visitorId, role, participant } = result
    // Their other tabs are on the board in the role, and under the name, that they had before.
    if (was !== undefined && was !== role)
      changes.tell({ kind: 'role', boardId: enteredId, actor: visitorId, role })
    if (was === undefined) news.tell({ kind: 'members', boardId: enteredId })
    if (name !== undefined || color !== undefined)
      changes.tell({ kind: 'name', actor: visitorId, participant })
    return { ...result, ticket: writeTicket(secret, { visitorId, boardId }, clock.now()) }
  }

  const entering = () => ({ audit, at: new Date(clock.now()), random: random() })

  async function join(
    caller: Caller,
    boardId: string,
    { key: given, ...introduction }: JoinRequest,
  ): Promise<JoinResult | undefined> {
    const key = given ?? (caller.kind === 'key' ? caller.key : undefined)
    // A page without cookies renews its ticket. The ticket alone does not do that: it must end in time.
    const isRenewal = caller.kind === 'ticket' && caller.boardId === boardId
    const known = isRenewal ? caller.visitorId : visitorOf(caller)
    const belonging = await belongingOf(database.queries, boardId)
    // A person who joins a board of a session joins the session's board. No key opens the board of a round.
    const enteredId = belonging?.sessionBoardId ?? boardId
    const usedKey = belonging?.round == null ? key : undefined
    const joined = await database.transaction(async (tx) => {
      if (!(await isKept(tx, enteredId))) return undefined
      const link = usedKey === undefined ? undefined : await holdLink(tx, enteredId, usedKey)
      if (isRenewal && link === undefined) return undefined
      const before = known === undefined ? undefined : await grantVisitor(tx, known, enteredId)
      const place = better(before, link && { role: link.role, linkId: link.id })
      if (!place) return undefined
      const derived = belonging === undefined ? 'same' : derivation(belonging, known ?? '')
      if (derived === undefined) return undefined
      const coming = {
        boardId: enteredId,
        visitorId: known ?? newId(),
        before,
        place,
        isInvited: false,
        introduction,
      }
      return { derived, ...(await enter(tx, coming, entering())) }
    })
    if (!joined) return undefined
    const { derived, ...one } = joined
    const result = entered(one, { boardId, enteredId }, introduction)
    return { ...result, role: derivedRole(derived, result.role) }
  }

  async function joinSeries(
    caller: Caller,
    seriesId: string,
    { key, ...introduction }: JoinRequest,
  ): Promise<(JoinResult & { boardId: string }) | undefined> {
    const known = visitorOf(caller)
    const joined = await database.transaction(async (tx) => {
      const invitation = key === undefined ? undefined : await holdInvitation(tx, seriesId, key)
      const boardId = await newestBoard(tx, seriesId)
      if (boardId === undefined) return undefined
      const before = known === undefined ? undefined : await grantVisitor(tx, known, boardId)
      let place: Place | undefined = before
      if (invitation && !(await isSettled(tx, before, invitation.role))) {
        const making = { now: new Date(clock.now()), newId }
        place = better(before, await invitationLink(tx, boardId, invitation, making))
      }
      if (!place) return undefined
      const coming = { boardId, visitorId: known ?? newId(), before, place, isInvited: true, introduction }
      return { boardId, ...(await enter(tx, coming, entering())) }
    })
    if (!joined) return undefined
    const { boardId, ...one } = joined
    return { boardId, ...entered(one, { boardId }, introduction) }
  }

  return {
    identify: (credentials) => readCaller(secret, credentials, clock.now()),
    visitorCookie: (visitorId) => sealVisitor(secret, visitorId),
    async visitor(caller) {
      const visitorId = visitorOf(caller)
      return visitorId === undefined ? undefined : readVisitor(database.queries, visitorId)
    },
    async introduce(caller, introduction) {
      const visitorId = visitorOf(caller) ?? newId()
      const stamps = { now: new Date(clock.now()), random: random() }
      const participant = await saveVisitor(database.queries, visitorId, introduction, stamps)
      changes.tell({ kind: 'name', actor: visitorId, participant })
      return { visitorId, participant }
    },
    async personalLink(caller) {
      const visitorId = visitorOf(caller)
      if (visitorId === undefined || !(await readVisitor(database.queries, visitorId))) return undefined
      const key = newId()
      return { key, endsAt: await makePersonalLink(database.queries, visitorId, key, clock.now()) }
    },
    async endPersonalLink(caller) {
      const visitorId = visitorOf(caller)
      if (visitorId !== undefined) await endPersonalLink(database.queries, visitorId)
    },
    async openPersonalLink(key) {
      const visitorId = await takePersonalLink(database.queries, key, clock.now())
      return visitorId === undefined ? undefined : readVisitor(database.queries, visitorId)
    },
    grant: (caller, boardId) => grant(undefined, caller, boardId),
    grantWithin: (on, caller, boardId) => grant(on, caller, boardId),
    grantTrashed: (caller, boardId) => grant(undefined, caller, boardId, 'trashed'),
    join,
    joinSeries,
    roles: (caller, boardIds) => readRoles(database.queries, caller, boardIds),
    keys: (boardId, upTo) => readKeys(database.queries, boardId, upTo, secret),
    async renewLink(boardId, role, by) {
      const making = { secret, now: new Date(clock.now()), newId }
      const { key, ended } = await database.transaction(async (tx) => {
        const replaced = await replaceLink(tx, boardId, role, by, making)
        if (replaced.hadOne) await audit.record(tx, boardId, { kind: 'link-ended', by: by.participant, role })
        await audit.record(tx, boardId, { kind: 'link-made', by: by.participant, role })
        return replaced
      })
      changes.tell(ended)
      news.tell({ kind: 'links', boardId, role })
      return key
    },
    authors: (actors) => readAuthors(database.queries, actors),
    members: (boardId, query) => listMembers(database.queries, boardId, query),
    async setRole(boardId, visitorId, role, by) {
      const before = await database.transaction(async (tx) => {
        const member = await changeRole(tx, boardId, visitorId, role)
        const { participant: subject, role: was } = member
        if (was !== role)
          await audit.record(tx, boardId, { kind: 'role-changed', by: by.participant, subject, role, was })
        return member
      })
      if (before.role !== role) changes.tell({ kind: 'role', boardId, actor: visitorId, role })
      return { ...before, role }
    },
    async remove(boardId, visitorId, by) {
      await database.transaction(async (tx) => {
        const { participant: subject, role: was } = await removeMember(tx, boardId, visitorId)
        await audit.record(tx, boardId, { kind: 'removed', by: by.participant, subject, was })
      })
      changes.tell({ kind: 'ended', boardId, concerns: (actor) => actor === visitorId })
    },
    programCame: (grant) => programs.came(grant),
    left: (boardId, actor) => seen.left(boardId, actor),
    onChange: (listener) => changes.listen(listener),
  }
}
