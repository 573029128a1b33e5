/** What was done about access to the board, latest first, for a facilitator to read. */
import type { AuditEntry } from '@gamelan/protocol/http/audit'
import { Button, Modal, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../http/api-context.tsx'
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
        {t(`audit.kinds.${kind}`, {
          by: by.name,
          subject: subject?.name ?? '',
          role: named,
          erased: erasedWords,
        })}
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
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('audit.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text c="dimmed" mb="md">
        {t('audit.explain')}
      </Text>
      {entries === undefined ? (
        <Text role="status">{t(audit.isError ? 'audit.away' : 'audit.loading')}</Text>
      ) : (
        <ol className={classes.entries}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {audit.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          {t('audit.more')}
        </Button>
      )}
    </Modal>
  )
}
