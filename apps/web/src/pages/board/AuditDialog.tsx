/** What was done about access to the board, latest first, for a facilitator to read. */
import type { AuditEntry } from '@gamelan/protocol/http/audit'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../http/api-context.tsx'
import { ListDialog } from '../../ui/ListDialog.tsx'
import classes from './AuditDialog.module.css'

function useAudit(boardId: string) {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: ['audit', boardId],
    queryFn: ({ pageParam, signal }) => api.audit(boardId, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    refetchOnMount: 'always',
  })
}

/** Stand for names until the words are there: no name has a control character. */
const BY = '\u0001'
const SUBJECT = '\u0002'

/** Names stand out, so that nobody can call themselves what reads as something that was done. */
function withNames(words: string, by: AuditEntry['by'], subject: AuditEntry['subject']): ReactNode[] {
  return words.split(new RegExp(`(${BY}|${SUBJECT})`)).map((part) => {
    if (part !== BY && part !== SUBJECT) return part
    return <bdi key={part}>{part === BY ? by.name : subject?.name}</bdi>
  })
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useTranslation()
  const { at, kind, by, subject, role, erased } = entry
  const named =
    role === null ? '' : t(kind === 'role-changed' ? `members.roles.${role}` : `share.${role}.title`)
  const erasedWords = erased
    ? t(`erase.${erased.what}`, { count: erased.what === 'elements' ? erased.elements : erased.changes })
    : ''
  return (
    <li className={classes.entry}>
      <time dateTime={at} className={classes.time}>
        {new Date(at).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })}
      </time>
      <span>
        {withNames(
          t(`audit.kinds.${kind}`, { by: BY, subject: SUBJECT, role: named, erased: erasedWords }),
          by,
          subject,
        )}
      </span>
    </li>
  )
}

/** The dialog. */
export function AuditDialog({ boardId, onClose }: { boardId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const audit = useAudit(boardId)
  const entries = audit.data?.pages.flatMap((page) => page.entries)
  return (
    <ListDialog
      title={t('audit.title')}
      explain={t('audit.explain')}
      words={{ away: t('audit.away'), loading: t('audit.loading'), more: t('audit.more') }}
      pages={audit}
      rows={entries?.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
      onClose={onClose}
    />
  )
}
