/**
 * Takes people on the board along when somebody shows its replay to everyone. Must never take anybody along who has a hand
 * on the drawing or a text under their cursor (M13), nor twice to what they have left: they are offered it.
 */
import type { SessionState } from '@gamelan/protocol/session/session'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Banner } from '../../ui/Banner.tsx'
import { comeBackToOffer, hasLeftOffer } from '../session/offers.ts'
import type { SessionConnection } from '../../session/session-connection.ts'
import { backTo } from '../replay/came-from.ts'
import { boardOf } from '../session/places.ts'
import { useAsk } from '../session/use-ask.ts'
import { useIsBusy } from '../session/use-is-busy.ts'
import { tabShelf } from '../../storage/browser-storage.ts'

/** This person shows it, in another window: here they can end it. */
function OwnShowing({ session, since }: { session: SessionConnection; since: number }) {
  const { t } = useTranslation()
  const ask = useAsk(session)
  /** In a tunnel the session says so only after it. */
  const [stopped, setStopped] = useState<number | null>(null)
  const stop = async () => {
    setStopped(since)
    if (!(await ask({ type: 'end-replay', since }, { waits: true }))) setStopped(null)
  }
  if (since === stopped) return null
  return (
    <Banner
      place="above"
      text={t('replay.leadingElsewhere')}
      action={t('replay.stopLeading')}
      onAction={() => void stop()}
    />
  )
}

/** `live`: the session as it is; null: it is not known yet. */
export function ReplayInvitation({
  boardId,
  sessionBoard,
  me,
  live,
  session,
}: {
  boardId: string
  sessionBoard: string
  me: string
  live: SessionState | null
  session: SessionConnection | null
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const isBusy = useIsBusy()
  const replay = live?.attention.replay ?? null
  const since = replay === null || replay.by === me ? null : replay.since
  const watch = () => {
    if (replay === null) return
    comeBackToOffer(tabShelf, 'replay', sessionBoard)
    void navigate(`/b/${boardOf(replay.board, sessionBoard)}/replay`, backTo(boardId))
  }
  const takeAlong = useEffectEvent((since: number | null) => {
    if (since !== null && !hasLeftOffer(tabShelf, 'replay', sessionBoard, since) && !isBusy()) watch()
  })
  useEffect(() => takeAlong(since), [since])
  if (replay !== null && since === null) {
    return session && <OwnShowing session={session} since={replay.since} />
  }
  if (replay === null || since === null) return null
  const name = live?.people.people[replay.by]?.name ?? ''
  return (
    <Banner
      place="above"
      text={t(boardOf(replay.board, sessionBoard) === boardId ? 'replay.shownBy' : 'replay.shownElsewhere', {
        name,
      })}
      action={t('replay.watch')}
      isOffer
      onAction={watch}
    />
  )
}
