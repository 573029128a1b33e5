/** Asks something of the session, and tells the person where it was refused. */
import type { Answer, Request } from '@gamelan/protocol/session/commands'
import { useTranslation } from 'react-i18next'
import type { SessionConnection } from '../../session/session-connection.ts'
import { useNotify } from '../../ui/notices.tsx'

/** Answers whether it was done. */
export type Ask = (request: Request) => Promise<boolean>

export function useAsk(session: SessionConnection): Ask {
  const { t } = useTranslation()
  const notify = useNotify()
  return async (request) => {
    const answer: Answer = await session.ask(request)
    if (!answer.ok) notify({ kind: 'error', text: t(`session.refused.${answer.code}`) })
    return answer.ok
  }
}
