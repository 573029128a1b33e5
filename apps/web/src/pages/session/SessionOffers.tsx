/**
 * What the session offers or says to everyone, above the drawing: look along with who calls, go to the board on which it goes
 * on, look at what is lit; and that the drawing is locked. On each board of the session the same, but for what is on another:
 * that is offered with the way there. Must never take anybody anywhere by itself.
 */
import { currentBlock } from '@gamelan/protocol/session/agenda'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { z } from 'zod'
import { Banner } from '../../ui/Banner.tsx'
import { mayHere } from './may-here.ts'
import { hasLeftOffer, leaveOffer, type Offer } from './offers.ts'
import { boardOf } from './places.ts'
import type { ToolProps } from './tool.ts'
import { useAsk } from './use-ask.ts'
import { tabShelf } from '../../storage/browser-storage.ts'

/** Whether an offer, named by when it was made, was turned down in this window, and the way to do so. */
function useOffer(offer: Offer, sessionBoard: string): [(since: number) => boolean, (since: number) => void] {
  const [, setDeclined] = useState<number | null>(null)
  return [
    (since) => hasLeftOffer(tabShelf, offer, sessionBoard, since),
    (since) => {
      leaveOffer(tabShelf, offer, sessionBoard, since)
      setDeclined(since)
    },
  ]
}

/** Whoever goes to another board since somebody called there looks along when they come. */
const goingAlong = (call: { readonly at: number }) => ({ state: { along: call.at } })
const alongSchema = z.object({ along: z.number() })

function Call(props: ToolProps & { offer: ReturnType<typeof useOffer> }) {
  const { boardId, sessionBoard, state, me, here, followed, onFollow, offer } = props
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { pathname, search, state: brought } = useLocation()
  const came = alongSchema.safeParse(brought).data?.along
  const [isDeclined, decline] = offer
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
  const isMeant = call !== null && call.by !== me && !isDeclined(call.at)
  /** Who is looked along with on arriving; the first time that they are seen here. */
  const arrived = isMeant && came === call.at ? caller?.clientId : undefined
  const arrive = useEffectEvent((clientId: number) => {
    along.current = clientId
    onFollow(clientId)
    // Once: who then stops looking along is not taken along again by a reload.
    void navigate(pathname + search, { replace: true })
  })
  useEffect(() => {
    if (arrived !== undefined) arrive(arrived)
  }, [arrived])
  if (call === null || !isMeant) return null
  const place = boardOf(call.board, sessionBoard)
  if (place !== boardId) {
    const name = state.people.people[call.by]?.name ?? ''
    return (
      <Banner
        place="above"
        text={t('session.attention.calledElsewhere', { name })}
        action={t('session.pivot.goThere')}
        isOffer
        onAction={() => void navigate(`/b/${place}`, goingAlong(call))}
        decline={{ label: t('session.attention.decline'), onDecline: () => decline(call.at) }}
      />
    )
  }
  if (caller === undefined || caller.clientId === followed) return null
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

function OtherBoard({ boardId, sessionBoard, state }: ToolProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [isDeclined, decline] = useOffer('board', sessionBoard)
  const block = currentBlock(state.agenda)
  const since = block?.startedAt
  if (block === undefined || since == null || isDeclined(since)) return null
  const { title } = block
  const board = boardOf(block.board, sessionBoard)
  if (board === boardId) return null
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

function Lit({ boardId, sessionBoard, state, canvas }: ToolProps) {
  const { t } = useTranslation()
  const { spotlight } = state.attention
  if (spotlight === null || boardOf(spotlight.board, sessionBoard) !== boardId) return null
  return (
    <Banner
      place="above"
      text={t('session.attention.lit')}
      action={t('session.attention.lookThere')}
      onAction={() => canvas.current?.lookAt(spotlight.region)}
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
  const { state, sessionBoard, me } = props
  const offer = useOffer('call', sessionBoard)
  const { call } = state.attention
  const [isDeclined] = offer
  const block = currentBlock(state.agenda)
  // Both would lead to the same board: one is enough.
  const isSame = call !== null && call.board === block?.board && call.by !== me && !isDeclined(call.at)
  return (
    <>
      <Call {...props} offer={offer} />
      {!isSame && <OtherBoard {...props} />}
      <Locked {...props} />
      <Lit {...props} />
    </>
  )
}
