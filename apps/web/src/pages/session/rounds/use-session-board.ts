/**
 * The board of the session for which this one is drawn, as the address says it. Must never be believed: what is shown of
 * it is what that session tells, which the server gives to those who may see it.
 */
import { boardIdSchema } from '@gamelan/protocol/ids'
import { useSearchParams } from 'react-router'

export function useSessionBoard(): string | null {
  const [search] = useSearchParams()
  return boardIdSchema.nullable().catch(null).parse(search.get('of'))
}
