/**
 * Who is here: discs in the bar on a wide screen, a number on a narrow one, and the whole list behind both. One's own
 * leads to one's name and colour.
 */
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import { Menu, Tooltip, UnstyledButton } from '@mantine/core'
import { IconBrush, IconEye, IconPalette, IconPencil, IconUsers, IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotify } from '../../ui/notices.tsx'
import { PersonAvatar } from '../../ui/PersonAvatar.tsx'
import { problemWords } from '../../words/problem-words.ts'
import { ChangeName } from '../you/ChangeName.tsx'
import type { Here } from './people-here.ts'
import { sharesMyColor } from './people-here.ts'
import classes from './PeopleHere.module.css'
import { useSetRole } from './use-members.ts'

const SHOWN = 4

type Following = { followed: number | null; onFollow: (clientId: number | null) => void }

function useSayWho() {
  const { t } = useTranslation()
  return (person: Here): string => {
    const name = person.isMe ? t('people.you', { name: person.name }) : person.name
    return person.idle === 'active' ? name : `${name}, ${t(`people.${person.idle}`)}`
  }
}

/** My own disc, and a mark on it while somebody else looks the same. */
function MyFace({ me, twin, onChange }: { me: Here; twin: Here | null; onChange: () => void }) {
  const { t } = useTranslation()
  const who = useSayWho()(me)
  const hint = twin === null ? t('people.change') : t('people.sameColor', { name: twin.name })
  return (
    <Tooltip label={`${who}. ${hint}`} multiline maw={280}>
      <UnstyledButton className={classes.face} aria-label={`${who}. ${hint}`} onClick={onChange}>
        <PersonAvatar name={me.name} color={me.color} size={30} dimmed={me.idle !== 'active'} />
        {twin !== null && (
          <span className={classes.twin}>
            <IconPalette size={12} aria-hidden />
          </span>
        )}
      </UnstyledButton>
    </Tooltip>
  )
}

function Face({ person, followed, onFollow }: { person: Here } & Following) {
  const { t } = useTranslation()
  const who = useSayWho()(person)
  const isFollowed = person.clientId === followed
  const label = isFollowed ? t('people.following', { name: who }) : t('people.follow', { name: who })
  return (
    <Tooltip label={label}>
      <UnstyledButton
        className={classes.face}
        style={isFollowed ? { outline: `2px solid ${person.color}`, outlineOffset: 2 } : undefined}
        aria-label={label}
        aria-pressed={isFollowed}
        onClick={() => onFollow(isFollowed ? null : person.clientId)}
      >
        <PersonAvatar name={person.name} color={person.color} size={30} dimmed={person.idle !== 'active'} />
      </UnstyledButton>
    </Tooltip>
  )
}

/** What a facilitator does to those who are here: one click lets a viewer draw, and all else is in a dialog. */
function Facilitating({
  boardId,
  here,
  onMembers,
}: {
  boardId: string
  here: readonly Here[]
  onMembers: () => void
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const setRole = useSetRole(boardId)
  const letDraw = (id: string) => {
    setRole.mutate(
      { id, role: 'editor' },
      {
        onError: (error) =>
          notify({ kind: 'error', text: t('members.failed', { why: problemWords(t, error) }) }),
      },
    )
  }
  return (
    <>
      <Menu.Divider />
      {here
        .filter(({ role }) => role === 'viewer')
        .map(({ id, name }) => (
          <Menu.Item key={id} leftSection={<IconBrush size={18} aria-hidden />} onClick={() => letDraw(id)}>
            {t('members.letDraw', { name })}
          </Menu.Item>
        ))}
      <Menu.Item leftSection={<IconUsersGroup size={18} aria-hidden />} onClick={onMembers}>
        {t('members.open')}
      </Menu.Item>
    </>
  )
}

/** The people; a click follows, another ends that. */
export function PeopleHere({
  boardId,
  role,
  here,
  followed,
  onFollow,
  onMembers,
}: { boardId: string; role: Role; here: readonly Here[]; onMembers: () => void } & Following) {
  const { t } = useTranslation()
  const sayWho = useSayWho()
  const [naming, setNaming] = useState(false)
  const twin = sharesMyColor(here)
  const rest = here.length - SHOWN
  const count = t('people.here', { count: here.length })
  return (
    <div className={classes.people}>
      <div className={classes.faces}>
        {here
          .slice(0, rest > 0 ? SHOWN : here.length)
          .map((person) =>
            person.isMe ? (
              <MyFace key={person.id} me={person} twin={twin} onChange={() => setNaming(true)} />
            ) : (
              <Face key={person.id} person={person} followed={followed} onFollow={onFollow} />
            ),
          )}
      </div>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton
            className={classes.all}
            data-wide={rest > 0 || may(role, 'members')}
            aria-label={count}
            title={count}
          >
            <span className={classes.rest}>
              {rest > 0 ? `+${rest}` : <IconUsers size={18} aria-hidden />}
            </span>
            <span className={classes.count}>
              <IconUsers size={18} aria-hidden /> {here.length}
            </span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
          <Menu.Label>{count}</Menu.Label>
          {here.map((person) => {
            const disc = (
              <PersonAvatar
                name={person.name}
                color={person.color}
                size={26}
                dimmed={person.idle !== 'active'}
              />
            )
            const who = sayWho(person)
            return person.isMe ? (
              <Menu.Item
                key={person.id}
                classNames={{ itemLabel: classes.who }}
                title={who}
                leftSection={disc}
                rightSection={<IconPencil size={16} aria-hidden />}
                aria-label={`${who}. ${t('people.change')}`}
                onClick={() => setNaming(true)}
              >
                {who}
              </Menu.Item>
            ) : (
              <Menu.Item
                key={person.id}
                classNames={{ itemLabel: classes.who }}
                title={who}
                leftSection={disc}
                rightSection={<IconEye size={16} aria-hidden />}
                aria-label={
                  person.clientId === followed
                    ? t('people.following', { name: who })
                    : t('people.follow', { name: who })
                }
                onClick={() => onFollow(person.clientId === followed ? null : person.clientId)}
              >
                {who}
              </Menu.Item>
            )
          })}
          {may(role, 'members') && <Facilitating boardId={boardId} here={here} onMembers={onMembers} />}
          {twin !== null && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconPalette size={18} aria-hidden />} onClick={() => setNaming(true)}>
                {t('people.sameColor', { name: twin.name })}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && <ChangeName onClose={() => setNaming(false)} />}
    </div>
  )
}
