/** What the session means to do, and where it is. Facilitators lead it; everybody else reads it. */
import { currentBlock, type Block } from '@gamelan/protocol/session/agenda'
import { Button, Menu, VisuallyHidden } from '@mantine/core'
import { IconPlus, IconTemplate } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { blockEdit, textOf } from './agenda-edits.ts'
import { beforeAfterMove, onAgenda } from './agenda-order.ts'
import classes from './AgendaTool.module.css'
import { BlockDialog } from './BlockDialog.tsx'
import { NEW_BLOCK } from './BlockFields.tsx'
import { BlockRow, type BlockActions, type Landing } from './BlockRow.tsx'
import { mayHere } from './may-here.ts'
import { Parked } from './Parked.tsx'
import { inOrder } from './people-order.ts'
import { PivotDialog } from './PivotDialog.tsx'
import { wayTo } from './places.ts'
import { TEMPLATES } from './templates.ts'
import { TimerControls } from './TimerControls.tsx'
import type { ToolProps } from './tool.ts'
import { useAsk } from './use-ask.ts'
import { useDragOrder } from './use-drag-order.ts'

/** Minutes that "extend" gives. */
const MORE = 5

type Asked = { readonly what: 'new' | 'pivot' } | { readonly what: 'edit'; readonly block: Block }

function Add({ onNew, onTemplate }: { onNew: () => void; onTemplate: (index: number) => void }) {
  const { t } = useTranslation()
  return (
    <div className={classes.actions}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={onNew}
      >
        {t('session.agenda.add')}
      </Button>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <Button size="compact-sm" variant="default" leftSection={<IconTemplate size={16} aria-hidden />}>
            {t('session.agenda.template')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="50vh" style={{ overflowY: 'auto' }}>
          {TEMPLATES.map(({ title, minutes }, index) => (
            <Menu.Item
              key={title}
              rightSection={t('session.agenda.minutesShort', { count: minutes })}
              onClick={() => onTemplate(index)}
            >
              {title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

export function AgendaTool(props: ToolProps) {
  const { boardId, sessionBoard, session, state, me } = props
  const { t } = useTranslation()
  const ask = useAsk(session)
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [moved, setMoved] = useState('')
  const blocks = onAgenda(state.agenda)
  const parked = state.agenda.filter((block) => block.state === 'parked')
  const running = blocks.find((block) => block.state === 'running')
  const mayLead = mayHere(state, me, 'start-block')
  const owners = inOrder(state.people)

  const move = async (id: string, before: string | null) => {
    if (!(await ask({ type: 'move-block', block: id, before }))) return
    const now = onAgenda(session.snapshot().state?.agenda ?? [])
    const place = now.findIndex((block) => block.id === id)
    setMoved(
      t('session.agenda.moved', {
        title: now[place]?.title ?? '',
        place: String(place + 1),
        of: String(now.length),
      }),
    )
  }
  /** Whoever turns to something else goes there themselves. */
  const goAlong = () => {
    const board = currentBlock(session.snapshot().state?.agenda ?? [])?.board
    if (board != null && board !== boardId) void navigate(`/b/${board}`)
  }
  const elsewhere = (block: Block) => wayTo(block, boardId, sessionBoard)
  const { list, drag, handle } = useDragOrder(blocks, (id, before) => void move(id, before))

  const actionsOf = ({ id }: Block): BlockActions => ({
    onStart: () => void ask({ type: 'start-block', block: id }),
    onExtend: () => void ask({ type: 'extend-block', minutes: MORE }),
    onFinish: () => void ask({ type: 'finish-block' }),
    onPivot: () => setAsked({ what: 'pivot' }),
    onEdit: () => {
      const block = blocks.find((one) => one.id === id)
      if (block) setAsked({ what: 'edit', block })
    },
    onRemove: () => void ask({ type: 'remove-block', block: id }),
    onMove: (by) => {
      const before = beforeAfterMove(blocks, id, by)
      if (before !== undefined) void move(id, before)
    },
    handle: handle(id),
  })

  const landingOf = ({ id }: Block, index: number): Landing => {
    if (drag?.before === undefined) return undefined
    if (drag.before === id) return 'before'
    return drag.before === null && index === blocks.length - 1 ? 'behind' : undefined
  }

  return (
    <div className={classes.tool}>
      <TimerControls {...props} />
      <section>
        <h3 className={classes.heading}>{t('session.agenda.title')}</h3>
        {blocks.length === 0 && (
          <p className={classes.empty}>{t(mayLead ? 'session.agenda.empty' : 'session.agenda.emptyRead')}</p>
        )}
        <ol className={classes.list} ref={list}>
          {blocks.map((block, index) => (
            <BlockRow
              key={block.id}
              block={block}
              owner={block.owner === null ? undefined : state.people.people[block.owner]?.name}
              // What runs is open until it is closed, all else closed until it is opened.
              isOpen={(block.state === 'running') !== toggled.has(`${block.id} ${block.state}`)}
              onToggle={() => {
                const key = `${block.id} ${block.state}`
                setToggled((before) => {
                  const others = [...before].filter((one) => one !== key)
                  return new Set(before.has(key) ? others : [...others, key])
                })
              }}
              isDragged={drag?.id === block.id}
              landing={landingOf(block, index)}
              elsewhere={elsewhere(block)}
              actions={mayLead ? actionsOf(block) : undefined}
            />
          ))}
        </ol>
        <VisuallyHidden role="status">{moved}</VisuallyHidden>
        {mayLead && (
          <Add
            onNew={() => setAsked({ what: 'new' })}
            onTemplate={(index) => {
              const template = TEMPLATES[index]
              if (template) void ask({ type: 'add-blocks', blocks: [{ ...template, owner: null }] })
            }}
          />
        )}
        {mayLead && blocks.length > 1 && <p className={classes.hint}>{t('session.agenda.moveHint')}</p>}
      </section>
      <Parked
        blocks={parked}
        elsewhere={elsewhere}
        onTakeUp={mayLead ? ({ id }) => void ask({ type: 'take-up-block', block: id }) : undefined}
        onRemove={({ id }) => void ask({ type: 'remove-block', block: id })}
      />
      {asked?.what === 'new' && (
        <BlockDialog
          title={t('session.agenda.add')}
          submit={t('session.agenda.addIt')}
          initial={NEW_BLOCK}
          owners={owners}
          onSubmit={(text) => ask({ type: 'add-blocks', blocks: [text] })}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.what === 'edit' && (
        <BlockDialog
          title={t('session.agenda.editTitle')}
          submit={t('common.save')}
          initial={textOf(asked.block)}
          owners={owners}
          onSubmit={async (text) => {
            const { block } = asked
            const now = state.agenda.find(({ id }) => id === block.id) ?? block
            const edit = blockEdit(block, text, now)
            return edit === undefined || ask(edit)
          }}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.what === 'pivot' && (
        <PivotDialog
          running={running?.title ?? ''}
          boardId={boardId}
          ask={ask}
          onTurned={goAlong}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  )
}
