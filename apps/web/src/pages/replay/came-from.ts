/** From which board somebody was taken along to a replay: when that is over, they are back there. */
import { boardIdSchema } from '@gamelan/protocol/ids'
import { useLocation } from 'react-router'
import { z } from 'zod'

const cameFromSchema = z.object({ from: boardIdSchema })

/** What a way to a replay is given along. */
export const backTo = (board: string) => ({ state: { from: board } })

/** undefined: they came by themselves. */
export function useCameFrom(): string | undefined {
  return cameFromSchema.safeParse(useLocation().state).data?.from
}
