/**
 * Reactions that float by over the edge of the drawing, for everyone, for a moment. Must never say whose they are, nor take a
 * click away from the drawing.
 */
import type { Reaction } from '@gamelan/protocol/session/people'
import { VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionConnection } from '../../session/session-connection.ts'
import classes from './FloatingReactions.module.css'
import { newReactions } from './new-reactions.ts'
import { REACTION_ICONS } from './reaction-icons.ts'

type Floating = { readonly id: number; readonly reaction: Reaction }

/** How long one is seen, in milliseconds. */
const SEEN = 4000
/** What came within this time is said in one sentence. */
const SAID_EVERY = 3000
/** Beside each other, so that two at once are two. */
const LANES = 4

/** Those that float now, and those of the last moments that are to be said. */
function useReactions(session: SessionConnection) {
  const [floating, setFloating] = useState<readonly Floating[]>([])
  const [said, setSaid] = useState<readonly Reaction[]>([])
  useEffect(() => {
    let before = session.snapshot().state?.people.reactions
    let lastId = 0
    let waiting: Reaction[] = []
    const timers = new Set<ReturnType<typeof setTimeout>>()
    const after = (milliseconds: number, run: () => void) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        run()
      }, milliseconds)
      timers.add(timer)
    }
    const say = () => {
      setSaid(waiting)
      waiting = []
    }
    const stop = session.subscribe(() => {
      const now = session.snapshot().state?.people.reactions
      // The first state is what was before this page came.
      const came = before && now ? newReactions(before, now) : []
      before = now ?? before
      if (came.length === 0) return
      const added = came.map((reaction) => ({ id: ++lastId, reaction }))
      setFloating((shown) => [...shown, ...added])
      after(SEEN, () => setFloating((shown) => shown.filter((one) => !added.includes(one))))
      if (waiting.length === 0) after(SAID_EVERY, say)
      waiting = [...waiting, ...came]
    })
    return () => {
      stop()
      for (const timer of timers) clearTimeout(timer)
    }
  }, [session])
  return { floating, said }
}

export default function FloatingReactions({ session }: { session: SessionConnection }) {
  const { t } = useTranslation()
  const { floating, said } = useReactions(session)
  return (
    <>
      <div className={classes.edge} aria-hidden>
        {floating.map(({ id, reaction }) => {
          const Icon = REACTION_ICONS[reaction]
          return (
            <span key={id} className={classes.one} data-reaction={reaction} data-lane={id % LANES}>
              <Icon size={22} />
              {t(`session.people.reactions.${reaction}`)}
            </span>
          )
        })}
      </div>
      <VisuallyHidden role="status">
        {[...new Set(said)]
          .map((reaction) =>
            t('session.people.reacted', {
              reaction: t(`session.people.reactions.${reaction}`),
              count: said.filter((one) => one === reaction).length,
            }),
          )
          .join(', ')}
      </VisuallyHidden>
    </>
  )
}
