/** From which board somebody was taken along to a replay: when that is over, they are back there. */
import { boardIdSchema } from '@gamelan/protocol/ids'
import { useState } from 'react'
import { useLocation } from 'react-router'
import { z } from 'zod'

const cameFromSchema = z.object({ from: boardIdSchema })

/** What a way to a replay is given along. */
export const backTo = (board: string) => ({ state: { from: board } })

/** undefined: they came by themselves. */
export function useCameFrom(): string | undefined {
  const { state } = useLocation()
  // The address goes on with the moment that is shown, and without this.
  const [from] = useState(() => cameFromSchema.safeParse(state).data?.from)
  return from
}
