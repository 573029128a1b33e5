/**
 * What was done about access to a board: who joined, links, roles, removals, exports, the trash. Append-only: there is
 * no way to change an entry, and it is written in the transaction that does what it tells, so that neither is without
 * the other. Must never hold a key, nor anything of a drawing.
 */
import { and, desc, eq, lt } from 'drizzle-orm'
import { auditKindSchema } from '@gamelan/protocol/http/audit'
import type { AuditEntry, AuditKind } from '@gamelan/protocol/http/audit'
import type { Role } from '@gamelan/protocol/roles'
import type { Clock } from '../clock.ts'
import type { Database, Queries } from '../database/database.ts'
import { audit } from '../database/schema.ts'

type Named = { readonly id: string; readonly name: string }

export type AuditRecord = {
  readonly kind: AuditKind
  readonly by: Named
  readonly subject?: Named | undefined
  readonly role?: Role | undefined
  readonly was?: Role | undefined
  readonly erased?: AuditEntry['erased'] | undefined
}

export type KeptRecord = {
  readonly id: number
  readonly at: Date
  readonly kind: AuditKind
  readonly by: Named
  readonly subject: Named | null
  readonly role: Role | null
  readonly was: Role | null
  readonly erased: AuditEntry['erased']
}

export type Audit = {
  /** Adds an entry, within the transaction that does it. */
  record(on: Queries, boardId: string, entry: AuditRecord): Promise<void>
  /** Adds an entry about what is no change. */
  note(boardId: string, entry: AuditRecord): Promise<void>
  /** Latest first, below an id; one more than the limit where there is one. */
  read(
    boardId: string,
    query: { readonly before: number | undefined; readonly limit: number },
  ): Promise<KeptRecord[]>
}

export function createAudit({ database, clock }: { database: Database; clock: Clock }): Audit {
  async function record(
    on: Queries,
    boardId: string,
    { kind, by, subject, role, was, erased }: AuditRecord,
  ): Promise<void> {
    await on.insert(audit).values({
      boardId,
      at: new Date(clock.now()),
      kind,
      actorId: by.id,
      actorName: by.name,
      subjectId: subject?.id,
      subjectName: subject?.name,
      role,
      was,
      ...erased,
    })
  }

  return {
    record,
    note: (boardId, entry) => record(database.queries, boardId, entry),
    async read(boardId, { before, limit }) {
      const rows = await database.queries
        .select()
        .from(audit)
        .where(and(eq(audit.boardId, boardId), before === undefined ? undefined : lt(audit.id, before)))
        .orderBy(desc(audit.id))
        .limit(limit + 1)
      return rows.map(({ id, at, kind, actorId, actorName, subjectId, subjectName, role, was, ...row }) => ({
        id,
        at,
        kind: auditKindSchema.parse(kind),
        by: { id: actorId, name: actorName },
        subject: subjectId === null ? null : { id: subjectId, name: subjectName ?? '' },
        role,
        was,
        erased:
          row.what === null || row.elements === null || row.changes === null
            ? null
            : { what: row.what, elements: row.elements, changes: row.changes },
      }))
    },
  }
}
