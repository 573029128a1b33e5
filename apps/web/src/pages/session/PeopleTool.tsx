/** Who is in the session, and what one says of oneself. Must never rank them: the order is that of raised hands, and of names. */
import type { Person } from '@gamelan/protocol/session/people'
import { ActionIcon, Badge, Button, Tooltip } from '@mantine/core'
import {
  IconEye,
  IconEyeOff,
  IconHandOff,
  IconHandStop,
  IconPresentation,
  IconRobot,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PersonAvatar } from '../../ui/PersonAvatar.tsx'
import { AttentionControls } from './AttentionControls.tsx'
import { mayHere } from './may-here.ts'
import { REACTIONS } from './new-reactions.ts'
import { inOrder, programsHere } from './people-order.ts'
import classes from './PeopleTool.module.css'
import { REACTION_ICONS } from './reaction-icons.ts'
import type { ToolProps } from './tool.ts'
import { useAsk } from './use-ask.ts'
import { HAND_KEY } from './use-hand-key.ts'

/** The label says what pressing does, so it is no toggle; `isOn` is seen. */
function RowAction(props: { label: string; icon: ReactNode; isOn?: boolean; onClick: () => void }) {
  const { label, icon, isOn, onClick } = props
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={isOn === true ? 'light' : 'subtle'}
        color={isOn === true ? 'bronze' : 'gray'}
        size={30}
        aria-label={label}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

function Badges({ person, isPresenter }: { person: Person; isPresenter: boolean }) {
  const { t } = useTranslation()
  const words = [
    isPresenter && t('session.people.presents'),
    person.role !== 'editor' && t(`members.roles.${person.role}`),
    person.away && t('session.people.isAway'),
    person.observes && t('session.people.observes'),
  ].filter((word) => word !== false)
  return words.map((word) => (
    <Badge
      key={word}
      size="sm"
      variant="light"
      color={word === words[0] && isPresenter ? 'bronze' : 'gray'}
      className={classes.badge ?? ''}
    >
      {word}
    </Badge>
  ))
}

function Row({ person, ...props }: ToolProps & { person: Person }) {
  const { state, session, me, here, followed, onFollow } = props
  const { t } = useTranslation()
  const ask = useAsk(session)
  const { id, name, color, hand, away } = person
  const clientId = id === me ? undefined : here.find((one) => one.id === id)?.clientId
  const isFollowed = clientId !== undefined && clientId === followed
  const isPresenter = state.attention.presenter === id
  return (
    <li className={classes.row}>
      <PersonAvatar name={name} color={color} size={28} dimmed={away} />
      <div className={classes.who}>
        <span className={classes.name}>{id === me ? t('people.you', { name }) : name}</span>
        <span className={classes.badges}>
          {hand !== null && (
            <Badge
              size="sm"
              variant="filled"
              className={classes.badge ?? ''}
              leftSection={<IconHandStop size={12} aria-hidden />}
            >
              {t('session.people.hand')}
            </Badge>
          )}
          <Badges person={person} isPresenter={isPresenter} />
        </span>
      </div>
      {hand !== null && id !== me && mayHere(state, me, 'lower-hand') && (
        <RowAction
          label={t('session.people.lowerOf', { name })}
          icon={<IconHandOff size={17} aria-hidden />}
          onClick={() => void ask({ type: 'lower-hand', person: id })}
        />
      )}
      {mayHere(state, me, 'present') && (
        <RowAction
          label={t(isPresenter ? 'session.attention.endPresenting' : 'session.attention.letPresent', {
            name,
          })}
          icon={<IconPresentation size={17} aria-hidden />}
          isOn={isPresenter}
          onClick={() => void ask({ type: 'present', person: isPresenter ? null : id })}
        />
      )}
      {clientId !== undefined && (
        <RowAction
          label={t(isFollowed ? 'session.attention.unfollow' : 'people.follow', { name })}
          icon={isFollowed ? <IconEyeOff size={17} aria-hidden /> : <IconEye size={17} aria-hidden />}
          isOn={isFollowed}
          onClick={() => onFollow(isFollowed ? null : clientId)}
        />
      )}
    </li>
  )
}

function Myself({ session, state, me }: ToolProps) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  const myself = state.people.people[me]
  if (myself === undefined) return null
  const { hand, away, observes } = myself
  const isUp = hand !== null
  return (
    <section aria-label={t('session.people.myself')}>
      <div className={classes.actions}>
        <Button
          size="compact-sm"
          variant={isUp ? 'filled' : 'default'}
          leftSection={isUp ? <IconHandOff size={16} aria-hidden /> : <IconHandStop size={16} aria-hidden />}
          aria-keyshortcuts={HAND_KEY}
          onClick={() => void ask({ type: 'raise-hand', up: !isUp })}
        >
          {t(isUp ? 'session.people.lower' : 'session.people.raise')}
        </Button>
        <Button
          size="compact-sm"
          variant={away ? 'light' : 'default'}
          aria-pressed={away}
          onClick={() => void ask({ type: 'be-away', away: !away })}
        >
          {t('session.people.beAway')}
        </Button>
        <Button
          size="compact-sm"
          variant={observes ? 'light' : 'default'}
          aria-pressed={observes}
          onClick={() => void ask({ type: 'observe', observes: !observes })}
        >
          {t('session.people.observe')}
        </Button>
      </div>
      <p className={classes.hint}>{t('session.people.keyHint', { key: HAND_KEY })}</p>
    </section>
  )
}

function Reactions({ session, state }: ToolProps) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  return (
    <section>
      <h3 className={classes.heading}>{t('session.people.react')}</h3>
      <div className={classes.actions}>
        {REACTIONS.map((reaction) => {
          const Icon = REACTION_ICONS[reaction]
          const count = state.people.reactions[reaction] ?? 0
          return (
            <Button
              key={reaction}
              size="compact-sm"
              variant="default"
              leftSection={<Icon size={16} aria-hidden />}
              onClick={() => void ask({ type: 'react', reaction })}
            >
              {t(`session.people.reactions.${reaction}`)}
              {count > 0 && <span className={classes.count}>{count}</span>}
            </Button>
          )
        })}
      </div>
    </section>
  )
}

export function PeopleTool(props: ToolProps) {
  const { t } = useTranslation()
  const people = inOrder(props.state.people)
  const programs = programsHere(props.state.people)
  return (
    <div className={classes.tool}>
      <Myself {...props} />
      <Reactions {...props} />
      <section>
        <h3 className={classes.heading}>{t('people.here', { count: people.length })}</h3>
        <ul className={classes.list}>
          {people.map((person) => (
            <Row key={person.id} {...props} person={person} />
          ))}
        </ul>
      </section>
      {programs.length > 0 && (
        <section>
          <h3 className={classes.heading}>{t('session.people.programs')}</h3>
          <ul className={classes.list}>
            {programs.map(({ id, name, role }) => (
              <li key={id} className={classes.row}>
                <IconRobot size={20} className={classes.program} aria-hidden />
                <div className={classes.who}>
                  <span className={classes.name}>{name}</span>
                  <span className={classes.badges}>
                    <Badge size="sm" variant="light" color="gray" className={classes.badge ?? ''}>
                      {t(`members.roles.${role}`)}
                    </Badge>
                  </span>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <AttentionControls {...props} />
    </div>
  )
}
