/** Raises and lowers one's hand by a key, wherever the focus is, the panel open or not. */
import type { SessionState } from '@gamelan/protocol/session/session'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionConnection } from '../../session/session-connection.ts'
import { useNotify } from '../../ui/notices.tsx'
import { useAsk } from './use-ask.ts'

export const HAND_KEY = 'Alt+U'

/** Excalidraw has Alt with H, R, S, V, Z and the slash, and no Alt+U. By code: on a Mac the key writes an accent. */
const isKey = ({ altKey, ctrlKey, metaKey, shiftKey, code, repeat }: KeyboardEvent) =>
  altKey && !ctrlKey && !metaKey && !shiftKey && !repeat && code === 'KeyU'

export function useHandKey(session: SessionConnection, state: SessionState, me: string): void {
  const { t } = useTranslation()
  const notify = useNotify()
  const ask = useAsk(session)
  const turn = useEffectEvent(async () => {
    const up = state.people.people[me]?.hand == null
    if (await ask({ type: 'raise-hand', up }))
      notify({
        kind: 'info',
        text: t(up ? 'session.people.isUp' : 'session.people.isDown', { key: HAND_KEY }),
      })
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isKey(event)) return
      event.preventDefault()
      event.stopPropagation()
      void turn()
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
}
