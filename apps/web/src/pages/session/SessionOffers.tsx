/**
 * What the session offers or says to everyone, above the drawing: look along with who calls, go to the board on which it goes
 * on, look at what is lit; and that the drawing is locked. Must never take anybody anywhere by itself.
 */
import { currentBlock } from '@gamelan/protocol/session/agenda'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Banner } from '../../ui/Banner.tsx'
import { mayHere } from './may-here.ts'
import { hasLeftOffer, leaveOffer, type Offer } from './offers.ts'
import type { ToolProps } from './tool.ts'
import { useAsk } from './use-ask.ts'

/** Whether an offer, named by when it was made, was turned down in this window, and the way to do so. */
function useOffer(offer: Offer, boardId: string): [(since: number) => boolean, (since: number) => void] {
  const [, setDeclined] = useState<number | null>(null)
  return [
    (since) => hasLeftOffer(sessionStorage, offer, boardId, since),
    (since) => {
      leaveOffer(sessionStorage, offer, boardId, since)
      setDeclined(since)
    },
  ]
}

function Call({ boardId, state, me, here, followed, onFollow }: ToolProps) {
  const { t } = useTranslation()
  const [isDeclined, decline] = useOffer('call', boardId)
  /** The one who is followed because they called. */
  const along = useRef<number | null>(null)
  const { call } = state.attention
  const released = useEffectEvent(() => {
    if (along.current !== null && followed === along.current) onFollow(null)
    along.current = null
  })
  useEffect(() => {
    if (call === null) released()
  }, [call])
  const caller = call === null ? undefined : here.find(({ id }) => id === call.by)
  if (call === null || call.by === me || caller === undefined) return null
  if (caller.clientId === followed || isDeclined(call.at)) return null
  return (
    <Banner
      place="above"
      text={t('session.attention.called', { name: caller.name })}
      action={t('session.attention.accept')}
      isOffer
      onAction={() => {
        along.current = caller.clientId
        onFollow(caller.clientId)
      }}
      decline={{ label: t('session.attention.decline'), onDecline: () => decline(call.at) }}
    />
  )
}

function OtherBoard({ boardId, state }: ToolProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [isDeclined, decline] = useOffer('board', boardId)
  const block = currentBlock(state.agenda)
  const since = block?.startedAt
  if (block?.board == null || since == null || block.board === boardId || isDeclined(since)) return null
  const { board, title } = block
  return (
    <Banner
      place="above"
      text={t('session.pivot.elsewhere', { title })}
      action={t('session.pivot.goThere')}
      isOffer
      onAction={() => void navigate(`/b/${board}`)}
      decline={{ label: t('session.pivot.stay'), onDecline: () => decline(since) }}
    />
  )
}

function Lit({ state, canvas }: ToolProps) {
  const { t } = useTranslation()
  const { spotlight } = state.attention
  if (spotlight === null) return null
  return (
    <Banner
      place="above"
      text={t('session.attention.lit')}
      action={t('session.attention.lookThere')}
      onAction={() => canvas.current?.lookAt(spotlight)}
    />
  )
}

function Locked({ state, session, me }: ToolProps) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  const { locked, presenter } = state.attention
  // Who may not draw anyway is not told that they may not now.
  if (!locked || state.people.people[me]?.role === 'viewer') return null
  const mayUnlock = mayHere(state, me, 'lock')
  const name = presenter === null ? undefined : state.people.people[presenter]?.name
  const words =
    presenter === me
      ? t('session.attention.lockedForOthers')
      : name === undefined
        ? t('session.attention.locked')
        : t('session.attention.lockedBut', { name })
  return (
    <Banner
      place="above"
      text={words}
      action={mayUnlock ? t('session.attention.unlock') : undefined}
      onAction={() => void ask({ type: 'lock', locked: false })}
    />
  )
}

export function SessionOffers(props: ToolProps) {
  return (
    <>
      <Call {...props} />
      <OtherBoard {...props} />
      <Locked {...props} />
      <Lit {...props} />
    </>
  )
}
