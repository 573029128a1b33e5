/** Who is here: discs in the bar on a wide screen, a number on a narrow one, and the whole list behind both. */
import { Menu, Tooltip, UnstyledButton } from '@mantine/core'
import { IconEye, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PersonAvatar } from '../../ui/PersonAvatar.tsx'
import type { Here } from './people-here.ts'
import classes from './PeopleHere.module.css'

const SHOWN = 4

type Following = { followed: number | null; onFollow: (clientId: number | null) => void }

function useSayWho() {
  const { t } = useTranslation()
  return (person: Here): string => {
    const name = person.isMe ? t('people.you', { name: person.name }) : person.name
    return person.idle === 'active' ? name : `${name}, ${t(`people.${person.idle}`)}`
  }
}

function Face({ person, followed, onFollow }: { person: Here } & Following) {
  const { t } = useTranslation()
  const who = useSayWho()(person)
  const avatar = (
    <PersonAvatar name={person.name} color={person.color} size={30} dimmed={person.idle !== 'active'} />
  )
  if (person.isMe) {
    return (
      <Tooltip label={who}>
        <span className={classes.face} role="img" aria-label={who}>
          {avatar}
        </span>
      </Tooltip>
    )
  }
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
        {avatar}
      </UnstyledButton>
    </Tooltip>
  )
}

/** The people; a click follows, another ends that. */
export function PeopleHere({ here, followed, onFollow }: { here: readonly Here[] } & Following) {
  const { t } = useTranslation()
  const sayWho = useSayWho()
  const rest = here.length - SHOWN
  const count = t('people.here', { count: here.length })
  return (
    <div className={classes.people}>
      <div className={classes.faces}>
        {here.slice(0, rest > 0 ? SHOWN : here.length).map((person) => (
          <Face key={person.id} person={person} followed={followed} onFollow={onFollow} />
        ))}
      </div>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton className={classes.all} data-rest={rest > 0} aria-label={count} title={count}>
            <span className={classes.rest}>+{rest}</span>
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
              <div key={person.id} className={classes.me}>
                {disc}
                <span className={classes.who} title={who}>
                  {who}
                </span>
              </div>
            ) : (
              <Menu.Item
                key={person.id}
                classNames={{ itemLabel: classes.who }}
                title={who}
                leftSection={disc}
                rightSection={<IconEye size={16} aria-hidden />}
                aria-label={t('people.follow', { name: who })}
                onClick={() => onFollow(person.clientId === followed ? null : person.clientId)}
              >
                {who}
              </Menu.Item>
            )
          })}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
