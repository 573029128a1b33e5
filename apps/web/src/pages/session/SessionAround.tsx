/**
 * What of the session is seen with its panel closed: the strip and the offers above the drawing, and the key that raises a
 * hand. Loaded with the session, which the drawing does not wait for.
 */
import { OfferStack } from './OfferStack.tsx'
import { RoundBanner } from './rounds/RoundBanner.tsx'
import { SessionOffers } from './SessionOffers.tsx'
import { SessionStrip } from './SessionStrip.tsx'
import type { ToolProps } from './tool.ts'
import { useHandKey } from './use-hand-key.ts'

/** For who draws alone: what goes on meanwhile, without what is offered on the session's own drawing. */
export function SessionAlone(props: Pick<ToolProps, 'session' | 'state' | 'offset' | 'me'>) {
  const { session, state, me } = props
  useHandKey(session, state, me)
  return <SessionStrip {...props} />
}

export default function SessionAround(props: ToolProps) {
  const { session, state, offset, me } = props
  return (
    <>
      <SessionAlone session={session} state={state} offset={offset} me={me} />
      <OfferStack>
        <RoundBanner {...props} />
        <SessionOffers {...props} />
      </OfferStack>
    </>
  )
}
