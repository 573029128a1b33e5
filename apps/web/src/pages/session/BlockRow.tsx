/** One block of the agenda: what it is, and what a facilitator does with it. Who is none reads it. */
import type { Block } from '@gamelan/protocol/session/agenda'
import { ActionIcon, Badge, Button, Menu, UnstyledButton } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronRight,
  IconDots,
  IconGripVertical,
  IconPencil,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react'
import type { HTMLAttributes, KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './AgendaTool.module.css'
import type { Way } from './places.ts'
import { ToBoard } from './ToBoard.tsx'

/** What a facilitator may do with it; undefined: they only read it. */
export type BlockActions = {
  readonly onStart: () => void
  readonly onExtend: () => void
  readonly onFinish: () => void
  readonly onPivot: () => void
  readonly onEdit: () => void
  readonly onRemove: () => void
  readonly onMove: (by: 1 | -1) => void
  /** What the handle by which it is dragged needs. */
  readonly handle: HTMLAttributes<HTMLElement>
}

/** Where something that is dragged would come to lie. */
export type Landing = 'before' | 'behind' | undefined

function Handle({ title, actions }: { title: string; actions: BlockActions }) {
  const { t } = useTranslation()
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    if (by === null) return
    event.preventDefault()
    actions.onMove(by)
  }
  return (
    <button
      type="button"
      className={classes.handle}
      aria-label={t('session.agenda.move', { title })}
      aria-keyshortcuts="ArrowUp ArrowDown Alt+ArrowUp Alt+ArrowDown"
      onKeyDown={onKeyDown}
      {...actions.handle}
    >
      <IconGripVertical size={16} aria-hidden />
    </button>
  )
}

function More({ block, actions }: { block: Block; actions: BlockActions }) {
  const { t } = useTranslation()
  const { title, state } = block
  const isPlanned = state === 'planned'
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={t('session.agenda.moreFor', { title })}
        >
          <IconDots size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {state === 'finished' && (
          <Menu.Item leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={actions.onStart}>
            {t('session.agenda.startAgain')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={actions.onEdit}>
          {t('session.agenda.edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowUp size={16} aria-hidden />} onClick={() => actions.onMove(-1)}>
          {t('session.agenda.up')}
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowDown size={16} aria-hidden />} onClick={() => actions.onMove(1)}>
          {t('session.agenda.down')}
        </Menu.Item>
        {isPlanned && (
          <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={actions.onRemove}>
            {t('session.agenda.remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function Running({ actions }: { actions: BlockActions }) {
  const { t } = useTranslation()
  return (
    <div className={classes.actions}>
      <Button size="compact-sm" variant="filled" onClick={actions.onFinish}>
        {t('session.agenda.finish')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={actions.onExtend}>
        {t('session.agenda.extend')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={actions.onPivot}>
        {t('session.pivot.open')}
      </Button>
    </div>
  )
}

export function BlockRow({
  block,
  owner,
  isOpen,
  onToggle,
  isDragged,
  landing,
  elsewhere,
  actions,
}: {
  block: Block
  /** Name of who leads it. */
  owner: string | undefined
  isOpen: boolean
  onToggle: () => void
  isDragged: boolean
  landing: Landing
  /** The way to its board, where that is another. */
  elsewhere: Way | undefined
  actions: BlockActions | undefined
}) {
  const { t } = useTranslation()
  const { title, format, question, steps, minutes, state } = block
  const isRunning = state === 'running'
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <li
      className={classes.block}
      data-state={state}
      data-dragged={isDragged || undefined}
      data-landing={landing}
      aria-current={isRunning ? 'step' : undefined}
    >
      <div className={classes.line}>
        {actions && <Handle title={title} actions={actions} />}
        <UnstyledButton className={classes.toggle} aria-expanded={isOpen} onClick={onToggle}>
          <Chevron size={15} aria-hidden />
          <span className={classes.title}>{title}</span>
        </UnstyledButton>
        {actions && state === 'planned' && (
          <ActionIcon
            variant="subtle"
            size={28}
            aria-label={t('session.agenda.startOf', { title })}
            onClick={actions.onStart}
          >
            <IconPlayerPlay size={17} aria-hidden />
          </ActionIcon>
        )}
        {actions && <More block={block} actions={actions} />}
      </div>
      <div className={classes.facts}>
        {isRunning && (
          <Badge size="sm" variant="filled" className={classes.badge ?? ''}>
            {t('session.agenda.running')}
          </Badge>
        )}
        {state === 'finished' && (
          <Badge size="sm" variant="light" color="gray" className={classes.badge ?? ''}>
            {t('session.agenda.finished')}
          </Badge>
        )}
        <span>
          {[t(`session.agenda.formats.${format}`), t('session.agenda.minutesLong', { count: minutes }), owner]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </span>
        {elsewhere !== undefined && <ToBoard way={elsewhere} />}
      </div>
      {isOpen && question !== '' && <p className={classes.question}>{question}</p>}
      {isOpen && steps.length > 0 && (
        <ol className={classes.steps}>
          {steps.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ol>
      )}
      {isRunning && actions && <Running actions={actions} />}
    </li>
  )
}
