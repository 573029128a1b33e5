/** Names the moment that is now: a button, and a key that works wherever the focus is. */
import type { Role } from '@gamelan/protocol/roles'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconBookmarkPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MomentDialog } from '../moments/MomentDialog.tsx'
import classes from './TopBar.module.css'

/** Excalidraw uses no Alt+M. By code: on a Mac the key writes another letter. */
const isKey = ({ altKey, ctrlKey, metaKey, shiftKey, code }: KeyboardEvent) =>
  altKey && !ctrlKey && !metaKey && !shiftKey && code === 'KeyM'

export function NameMoment({ boardId, role }: { boardId: string; role: Role }) {
  const { t, i18n } = useTranslation()
  /** When it was asked for, in milliseconds since 1970. */
  const [asked, setAsked] = useState<number | null>(null)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isKey(event)) return
      event.preventDefault()
      event.stopPropagation()
      setAsked((before) => before ?? Date.now())
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
  const when =
    asked === null
      ? ''
      : new Date(asked).toLocaleTimeString(i18n.language, {
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        })
  return (
    <>
      <Tooltip label={t('moments.hint')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          className={classes.icon}
          aria-label={t('moments.nameNow')}
          aria-keyshortcuts="Alt+M"
          onClick={() => setAsked(Date.now())}
        >
          <IconBookmarkPlus size={20} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {asked !== null && (
        <MomentDialog boardId={boardId} role={role} when={when} onClose={() => setAsked(null)} />
      )}
    </>
  )
}
