/**
 * Playing for all: the facilitator's player drives everyone's who watches, and each may leave and come back. Must never
 * hold a follower: whatever they do with their own player is leaving.
 */
import type { BoardHistory } from '@gamelan/protocol/http/history'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { useThrottledCallback } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Answered, SessionConnection } from '../../session/session-connection.ts'
import { filmOfHistory } from '../../replay/history-view.ts'
import type { PlayerState } from '../../replay/player.ts'
import { isNews, placeOf, wordOf, type ShownReplay, type Word } from '../../replay/shown-to-all.ts'
import { useNotify } from '../../ui/notices.tsx'
import { comeBackToOffer, hasLeftOffer, leaveOffer } from '../session/offers.ts'
import { boardOf } from '../session/places.ts'
import { useOutbox, useSession, useSessionSnapshot } from '../session/use-session.ts'
import { backTo, useCameFrom } from './came-from.ts'
import { leadsHere, rememberLeading } from './leading.ts'
import type { OpenPlayer } from './use-player.ts'
import { tabShelf } from '../../storage/browser-storage.ts'

/** Milliseconds between two words of a leader. */
const SAID_EVERY = 250
/** Milliseconds from a new line until the session as it is now is surely known. */
const CATCH_UP_MS = 1000

export type ShownToAll = {
  /**
   * What this player is to the others. `mine`: this person leads, in another window. `left`: somebody leads, and this person has
   * left. `elsewhere`: what they lead is of another board.
   */
  readonly mode: 'alone' | 'leading' | 'mine' | 'following' | 'left' | 'elsewhere'
  /** There is no line to the session: nobody sees what is led. */
  readonly isAway: boolean
  /** Who leads; null: nobody, or this person. */
  readonly leader: string | null
  /** Whether the session is there to lead in. */
  readonly mayLead: boolean
  readonly lead: () => void
  readonly stop: () => void
  readonly leave: () => void
  readonly comeBack: () => void
}

/**
 * @param since by which it is named, so that it may be done after a tunnel and ends nobody else's; null: the session has not said
 * yet that it has begun
 */
function endReplay(session: SessionConnection, since: number | null): Promise<Answered> {
  return since === null
    ? session.ask({ type: 'end-replay' })
    : session.ask({ type: 'end-replay', since }, { waits: true })
}

type Doing = {
  readonly isLeading: boolean
  /** By which the showing that is led is named. */
  readonly led: number | null
  readonly followed: number | null
}

export function useShownToAll({
  boardId,
  sessionBoard,
  me,
  history,
  open,
  state,
}: {
  boardId: string
  /** undefined: it is not known yet. */
  sessionBoard: string | undefined
  me: string
  history: BoardHistory
  open: OpenPlayer | null
  state: PlayerState | null
}): ShownToAll {
  const [isLeading, setLeading] = useState(false)
  const offeredIn = sessionBoard ?? boardId
  const cameFrom = useCameFrom() ?? boardId
  /** What it is when the page goes on to something else. */
  const now = useRef<Doing>({ isLeading: false, led: null, followed: null })
  const session = useSession(boardId, (ending) => {
    if (now.current.isLeading) {
      // Or this window would take it up again when it comes back before that is done.
      rememberLeading(tabShelf, offeredIn, null)
      void endReplay(ending, now.current.led)
    }
    // Back on the board they are not taken along again.
    if (now.current.followed !== null) leaveOffer(tabShelf, 'replay', offeredIn, now.current.followed)
  })
  useOutbox(session, sessionBoard)
  const { state: live, line } = useSessionSnapshot(session)
  const navigate = useNavigate()
  const notify = useNotify()
  const { t } = useTranslation()
  const film = useMemo(() => filmOfHistory(history), [history])
  const replay = sessionBoard === undefined ? null : (live?.attention.replay ?? null)
  const place = replay && boardOf(replay.board, offeredIn)
  /** Raised when this person leaves a showing, or comes back to it. */
  const [, setTurn] = useState(0)
  /** Of what this person led here and has stopped: in a tunnel the session says so only after it. */
  const [stopped, setStopped] = useState<number | null>(null)
  const isMine = replay?.by === me
  const shown = replay !== null && !isMine ? replay : null
  const isHere = place === boardId
  const following =
    shown && isHere && !hasLeftOffer(tabShelf, 'replay', offeredIn, shown.since) ? shown : null
  const mine = isMine && replay !== null ? replay.since : null
  const led = isHere ? mine : null
  useEffect(() => {
    now.current = { isLeading, led, followed: following?.since ?? null }
  }, [isLeading, led, following])
  // Somebody else has begun to show theirs.
  if (isLeading && shown) setLeading(false)
  const [resumed, setResumed] = useState<number | null>(null)
  // This window was leading when it was loaded anew.
  if (mine !== null && mine !== resumed && !isLeading && isHere && leadsHere(tabShelf, offeredIn, mine)) {
    setResumed(mine)
    setLeading(true)
  }
  useEffect(() => {
    if (isLeading && mine !== null) rememberLeading(tabShelf, offeredIn, mine)
  }, [isLeading, mine, offeredIn])

  const said = useRef<Word | null>(null)
  const [isUnsaid, setUnsaid] = useState(false)
  const word = state && wordOf(state, film)
  const say = async () => {
    if (!isLeading || !session || word === null || !isNews(word, said.current)) return
    said.current = word
    const answer = await session.ask({ type: 'show-replay', ...word, board: boardId })
    if (answer.ok) return
    if (answer.code === 'away') {
      said.current = null
      setUnsaid(true)
      return
    }
    setLeading(false)
    notify({ kind: 'error', text: t(`session.refused.${answer.code}`) })
  }
  const sayAgain = useEffectEvent(() => {
    setUnsaid(false)
    void say()
  })
  // What they did without a line the others see when there is one. Not at once: it may be over by then, and a word would begin
  // another showing.
  const isOwed = isUnsaid && isLeading && isMine && line === 'open'
  useEffect(() => {
    if (!isOwed) return undefined
    const timer = setTimeout(sayAgain, CATCH_UP_MS)
    return () => clearTimeout(timer)
  }, [isOwed])
  // While it is dragged, so often that the others see it move.
  const sayInTime = useThrottledCallback((_changed: string) => void say(), SAID_EVERY)
  const changed = isLeading && word ? `${word.seq} ${word.speed}` : null
  useEffect(() => {
    if (changed !== null) sayInTime(changed)
  }, [sayInTime, changed])

  const go = useEffectEvent((following: ShownReplay, { player }: OpenPlayer) => {
    if (!session) return
    // What stands is a moment, and not a place of the film: several changes may have the same.
    if (following.speed === 0) {
      player.jumpTo(following.seq)
      return
    }
    const { position, speed, isPlaying } = placeOf(following, film, session.clock.now())
    player.setSpeed(speed)
    player.drag(position)
    if (isPlaying) player.play()
  })
  // Not before it shows where it begins, which comes by itself.
  const begun = state?.shown ? open : null
  useEffect(() => {
    if (following && begun) go(following, begun)
  }, [following, begun])

  const was = useRef<'following' | 'leading' | null>(null)
  const over = useEffectEvent((before: 'following' | 'leading') => {
    // Another facilitator has ended it, or the session has, while there was no line.
    if (before === 'leading') {
      if (isLeading) notify({ kind: 'info', text: t('replay.leadingOver') })
      setLeading(false)
    }
    // Who has left it stays where they are.
    else if (replay === null) void navigate(`/b/${cameFrom}`)
  })
  useEffect(() => {
    const before = was.current
    was.current = following ? 'following' : isMine ? 'leading' : null
    if (before !== null && was.current === null) over(before)
  }, [following, isMine])

  const end = async () => {
    if (session === null) return
    const answer = await endReplay(session, led)
    if (answer.ok) return
    setStopped(null)
    notify({ kind: 'error', text: t(`session.refused.${answer.code}`) })
  }

  const mode = isLeading
    ? 'leading'
    : following
      ? 'following'
      : !shown
        ? mine !== null && mine !== stopped
          ? 'mine'
          : 'alone'
        : isHere
          ? 'left'
          : 'elsewhere'
  return {
    mode,
    isAway: line !== 'open',
    leader: shown && (live?.people.people[shown.by]?.name ?? null),
    mayLead: line === 'open' && live !== null,
    lead() {
      said.current = null
      setLeading(true)
    },
    stop() {
      setLeading(false)
      rememberLeading(tabShelf, offeredIn, null)
      setStopped(led)
      void end()
    },
    leave() {
      if (!following) return
      leaveOffer(tabShelf, 'replay', offeredIn, following.since)
      setTurn((turn) => turn + 1)
    },
    comeBack() {
      comeBackToOffer(tabShelf, 'replay', offeredIn)
      if (place !== null && !isHere) void navigate(`/b/${place}/replay`, backTo(cameFrom))
      setTurn((turn) => turn + 1)
    },
  }
}
