/** What can be done with the moment that is shown: name it, take it home as a file, go back to it, begin a board there. */
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import {
  IconBookmarkPlus,
  IconDotsVertical,
  IconFileCode,
  IconGitFork,
  IconHistory,
  IconLink,
  IconMovie,
  IconPhoto,
  IconVector,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

const EXPORTS = [
  { kind: 'excalidraw', words: 'board.exportExcalidraw', Icon: IconFileCode },
  { kind: 'png', words: 'board.exportPng', Icon: IconPhoto },
  { kind: 'svg', words: 'board.exportSvg', Icon: IconVector },
] as const

export function MomentMenu({
  role,
  onName,
  onExport,
  onVideo,
  onCopyLink,
  onRestore,
  onFork,
}: {
  role: Role
  onName: () => void
  onExport: (kind: (typeof EXPORTS)[number]['kind']) => void
  onVideo: () => void
  onCopyLink: () => void
  onRestore: () => void
  onFork: () => void
}) {
  const { t } = useTranslation()
  return (
    <Menu position="top-end" width={250}>
      <Menu.Target>
        <Tooltip label={t('replay.moment')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            size={36}
            aria-label={t('replay.moment')}
          >
            <IconDotsVertical size={20} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {may(role, 'bookmark') && (
          <Menu.Item leftSection={<IconBookmarkPlus size={17} aria-hidden />} onClick={onName}>
            {t('moments.nameNow')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLink size={17} aria-hidden />} onClick={onCopyLink}>
          {t('replay.copyLink')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('board.export')}</Menu.Label>
        {EXPORTS.map(({ kind, words, Icon }) => (
          <Menu.Item key={kind} leftSection={<Icon size={17} aria-hidden />} onClick={() => onExport(kind)}>
            {t(words)}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<IconMovie size={17} aria-hidden />} onClick={onVideo}>
          {t('video.open')}
        </Menu.Item>
        {(may(role, 'restore') || may(role, 'fork')) && <Menu.Divider />}
        {may(role, 'fork') && (
          <Menu.Item leftSection={<IconGitFork size={17} aria-hidden />} onClick={onFork}>
            {t('moments.fork')}
          </Menu.Item>
        )}
        {may(role, 'restore') && (
          <Menu.Item leftSection={<IconHistory size={17} aria-hidden />} onClick={onRestore}>
            {t('moments.restore')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
