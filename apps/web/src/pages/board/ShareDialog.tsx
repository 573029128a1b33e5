/** The links that one may hand on, each with what its holder may do. */
import type { Board, Links } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import { may, rolesUpTo } from '@gamelan/protocol/roles'
import { Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { titleOf } from './Lineage.tsx'
import classes from './ShareDialog.module.css'
import { ShareLink } from './ShareLink.tsx'

/** In the order in which they are wanted: the editor's link is what goes into the call's chat. */
const ORDER: readonly Role[] = ['editor', 'viewer', 'facilitator']

/** The dialog. `links` undefined: the server has not told them yet, or `isAway`. */
export function ShareDialog({
  boardId,
  sessionBoard,
  role,
  links,
  isAway,
  onClose,
}: {
  boardId: string
  /** The board whose links they are, where that is another. */
  sessionBoard: Board['sessionBoard']
  role: Role
  links: Links | undefined
  isAway: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  const mine = rolesUpTo(role)
  const shown = ORDER.filter((one) => mine.includes(one))
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('share.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text c="dimmed" mb="md">
        {t('share.explain')} {sessionBoard && t('share.ofSession', { title: titleOf(t, sessionBoard) })}
      </Text>
      {links === undefined ? (
        <Text role="status">{t(isAway ? 'share.offline' : 'share.loading')}</Text>
      ) : (
        <div className={classes.links}>
          {shown.map((one, index) => (
            <ShareLink
              key={one}
              boardId={boardId}
              ofBoard={sessionBoard?.id ?? boardId}
              role={one}
              link={links[one] ?? null}
              prominent={index === 0}
              renewable={may(role, 'links')}
            />
          ))}
        </div>
      )}
    </Modal>
  )
}
