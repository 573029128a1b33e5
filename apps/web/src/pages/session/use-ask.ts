/** Asks something of the session, and tells the person where it was refused. */
import type { Request } from '@gamelan/protocol/session/commands'
import { useTranslation } from 'react-i18next'
import type { SessionConnection } from '../../session/session-connection.ts'
import { useNotify } from '../../ui/notices.tsx'

/** Answers whether it was done. `waits`: also where there is no line to the session now. */
export type Ask = (request: Request, options?: { readonly waits?: boolean }) => Promise<boolean>

export function useAsk(session: SessionConnection): Ask {
  const { t } = useTranslation()
  const notify = useNotify()
  return async (request, options) => {
    const answer = await session.ask(request, options)
    if (!answer.ok) notify({ kind: 'error', text: t(`session.refused.${answer.code}`) })
    return answer.ok
  }
}
