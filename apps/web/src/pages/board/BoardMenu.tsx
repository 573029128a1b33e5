/** What is done seldom on a board: files in and out, how it looks, who one is. */
import type { Board } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconCalendarRepeat,
  IconDotsVertical,
  IconEraser,
  IconFileCode,
  IconFileImport,
  IconHistory,
  IconPhoto,
  IconPlayerPlay,
  IconUserEdit,
  IconUsersGroup,
  IconVector,
} from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CanvasHandle } from '../../canvas/BoardCanvas.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { ChangeName } from '../you/ChangeName.tsx'
import { ThemeItems } from '../you/ThemeItems.tsx'
import { EraseDialog } from '../erase/EraseDialog.tsx'
import { AuditDialog } from './AuditDialog.tsx'
import { titleOf } from './Lineage.tsx'
import classes from './TopBar.module.css'

const DRAWING_FILES = '.excalidraw,.excalidrawlib,.json,application/json'

const EXPORTS = [
  { kind: 'excalidraw', words: 'board.exportExcalidraw', Icon: IconFileCode },
  { kind: 'png', words: 'board.exportPng', Icon: IconPhoto },
  { kind: 'svg', words: 'board.exportSvg', Icon: IconVector },
] as const

/** The menu; what a role may not do is not in it. */
export function BoardMenu({
  boardId,
  role,
  canvas,
  series,
  sessionBoard,
  onMembers,
  onSeries,
}: {
  boardId: string
  role: Role
  canvas: RefObject<CanvasHandle | null>
  /** What the series is called that the board is of; undefined: of none. */
  series: string | undefined
  /** The board to whose session it belongs: it is of no series then. undefined: not known yet. */
  sessionBoard: Board['sessionBoard'] | undefined
  onMembers: () => void
  onSeries: () => void
}) {
  const { t } = useTranslation()
  const notify = useNotify()
  const chooser = useRef<HTMLInputElement>(null)
  const [naming, setNaming] = useState(false)
  const [isAuditOpen, setAuditOpen] = useState(false)
  const [erased, setErased] = useState<readonly string[] | null>(null)

  const importFile = (file: File) => {
    canvas.current?.importFile(file).catch(() => notify({ kind: 'error', text: t('board.importFailed') }))
  }
  const download = (kind: (typeof EXPORTS)[number]['kind']) => {
    canvas.current?.export(kind).catch(() => notify({ kind: 'error', text: t('board.exportFailed') }))
  }

  const eraseSelected = () => {
    const selected = canvas.current?.selected() ?? []
    if (selected.length > 0) setErased(selected)
    else notify({ kind: 'info', text: t('erase.nothingSelected') })
  }

  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            className={classes.icon}
            aria-label={t('board.menu')}
          >
            <IconDotsVertical size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {sessionBoard && (
            <>
              <Menu.Item
                leftSection={<IconUsersGroup size={17} aria-hidden />}
                component={Link}
                to={`/b/${sessionBoard.id}`}
              >
                {t('board.partOf', { title: titleOf(t, sessionBoard) })}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          {may(role, 'import') && (
            <>
              <Menu.Item
                leftSection={<IconFileImport size={17} aria-hidden />}
                onClick={() => chooser.current?.click()}
              >
                {t('board.import')}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Item
            leftSection={<IconPlayerPlay size={17} aria-hidden />}
            component={Link}
            to={`/b/${boardId}/replay`}
          >
            {t('replay.open')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('board.export')}</Menu.Label>
          {EXPORTS.map(({ kind, words, Icon }) => (
            <Menu.Item key={kind} leftSection={<Icon size={17} aria-hidden />} onClick={() => download(kind)}>
              {t(words)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {(series !== undefined || (sessionBoard === null && may(role, 'series'))) && (
            <Menu.Item leftSection={<IconCalendarRepeat size={17} aria-hidden />} onClick={onSeries}>
              {series === undefined ? t('series.openNew') : t('series.openOf', { title: series })}
            </Menu.Item>
          )}
          {may(role, 'members') && (
            <Menu.Item leftSection={<IconUsersGroup size={17} aria-hidden />} onClick={onMembers}>
              {t('members.open')}
            </Menu.Item>
          )}
          {may(role, 'audit') && (
            <Menu.Item leftSection={<IconHistory size={17} aria-hidden />} onClick={() => setAuditOpen(true)}>
              {t('audit.open')}
            </Menu.Item>
          )}
          {may(role, 'erase') && (
            <Menu.Item leftSection={<IconEraser size={17} aria-hidden />} onClick={eraseSelected}>
              {t('erase.openSelected')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconUserEdit size={17} aria-hidden />} onClick={() => setNaming(true)}>
            {t('you.change')}
          </Menu.Item>
          <ThemeItems />
        </Menu.Dropdown>
      </Menu>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={DRAWING_FILES}
        aria-label={t('board.import')}
        onChange={(event) => {
          const field = event.currentTarget
          const file = field.files?.[0]
          if (file) importFile(file)
          // The same file, chosen again, is a change again.
          field.value = ''
        }}
      />
      {isAuditOpen && <AuditDialog boardId={boardId} onClose={() => setAuditOpen(false)} />}
      {erased && (
        <EraseDialog
          boardId={boardId}
          on="board"
          target={{ elements: [...erased] }}
          title={t('erase.titleElements')}
          onClose={() => setErased(null)}
        />
      )}
      {naming && <ChangeName onClose={() => setNaming(false)} />}
    </>
  )
}
