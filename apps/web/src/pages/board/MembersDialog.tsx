/** Who was let onto the board and what each may do, for a facilitator to change. */
import type { BoardMember } from '@gamelan/protocol/http/members'
import { ROLES, roleSchema } from '@gamelan/protocol/roles'
import { ActionIcon, Button, Group, NativeSelect, Text, Tooltip } from '@mantine/core'
import { IconUserMinus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ListDialog } from '../../ui/ListDialog.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { PersonAvatar } from '../../ui/PersonAvatar.tsx'
import { relativeTime } from '../../ui/relative-time.ts'
import { DANGER } from '../../ui/theme.ts'
import { useNow } from '../../ui/use-now.ts'
import { problemWords } from '../../words/problem-words.ts'
import classes from './MembersDialog.module.css'
import { useMembers, useRemoveMember, useSetRole } from './use-members.ts'

function useSeen(): (member: BoardMember) => string {
  const { t, i18n } = useTranslation()
  const now = useNow()
  return ({ here, seenAt }) => {
    if (here) return t('members.here')
    const ago = relativeTime(Date.parse(seenAt), now, i18n.language)
    return ago === undefined ? t('members.seenNow') : t('members.seen', { ago })
  }
}

function Removing({
  boardId,
  member,
  onClose,
}: {
  boardId: string
  member: BoardMember
  onClose: () => void
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const remove = useRemoveMember(boardId)
  const { id, name } = member.participant
  return (
    <div className={classes.removing} role="group" aria-label={t('members.removeTitle', { name })}>
      <Text fw={600}>{t('members.removeTitle', { name })}</Text>
      <Text fz="sm">{t('members.removeExplain')}</Text>
      {remove.isError && (
        <Text role="alert" c="var(--mantine-color-error)" fz="sm">
          {t('members.failed', { why: problemWords(t, remove.error) })}
        </Text>
      )}
      <Group justify="flex-end" gap="xs" mt={4}>
        <Button size="xs" variant="default" autoFocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          size="xs"
          color={DANGER}
          loading={remove.isPending}
          onClick={() => {
            // Not in mutate's own options: those are forgotten with the row, which leaves the list first.
            remove.mutateAsync({ id }).then(
              () => notify({ kind: 'info', text: t('members.removed', { name }) }),
              () => undefined, // said in the row
            )
          }}
        >
          {t('members.removeConfirm')}
        </Button>
      </Group>
    </div>
  )
}

function MemberRow({ boardId, member, isMe }: { boardId: string; member: BoardMember; isMe: boolean }) {
  const { t } = useTranslation()
  const notify = useNotify()
  const seen = useSeen()
  const setRole = useSetRole(boardId)
  const [removing, setRemoving] = useState(false)
  const { id, name, color } = member.participant
  const change = (value: string) => {
    setRole.mutate(
      { id, role: roleSchema.parse(value) },
      {
        onError: (error) =>
          notify({ kind: 'error', text: t('members.failed', { why: problemWords(t, error) }) }),
      },
    )
  }
  return (
    <li>
      <div className={classes.row}>
        <PersonAvatar name={name} color={color} size={34} dimmed={!member.here} />
        <div className={classes.who}>
          <span className={classes.name} title={name}>
            {isMe ? t('people.you', { name }) : name}
          </span>
          <span className={classes.seen}>{seen(member)}</span>
        </div>
        <NativeSelect
          className={classes.role}
          aria-label={t('members.role', { name })}
          data={ROLES.map((role) => ({ value: role, label: t(`members.roles.${role}`) }))}
          value={setRole.isPending ? setRole.variables.role : member.role}
          onChange={(event) => change(event.currentTarget.value)}
        />
        <Tooltip label={t('members.remove', { name })}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('members.remove', { name })}
            aria-expanded={removing}
            onClick={() => setRemoving(!removing)}
          >
            <IconUserMinus size={19} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      {removing && <Removing boardId={boardId} member={member} onClose={() => setRemoving(false)} />}
    </li>
  )
}

/** The dialog. `me`: the id of who looks. */
export function MembersDialog({
  boardId,
  me,
  onClose,
}: {
  boardId: string
  me: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const members = useMembers(boardId)
  const all = members.data?.pages.flatMap((page) => page.members)
  return (
    <ListDialog
      title={t('members.title')}
      explain={t('members.explain')}
      words={{ away: t('members.away'), loading: t('members.loading'), more: t('members.more') }}
      pages={members}
      rows={all?.map((member) => (
        <MemberRow
          key={member.participant.id}
          boardId={boardId}
          member={member}
          isMe={member.participant.id === me}
        />
      ))}
      onClose={onClose}
    />
  )
}
