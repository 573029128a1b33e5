/**
 * The way into a board: a name, then the server's leave, or, while the server is away, the copy that this browser
 * has. Must never open a board whose refusal is known.
 */
import { pickColor } from '@gamelan/protocol/colors'
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useApi } from '../../http/api-context.tsx'
import { codeOf, isPassing } from '../../http/problem.ts'
import { useFailure } from '../../http/use-failure.ts'
import { hasLocalCopy } from '../../sync/board-connection.ts'
import { RENEW_TICKET_MS, holdTicket, takesCookies } from '../../storage/tickets.ts'
import type { Named } from '../you/NameForm.tsx'
import { keepMe, useMe } from '../you/use-me.ts'
import { forgetBoard } from './forget-board.ts'
import { keyFrom } from './link-key.ts'
import { recall } from './remembered.ts'
import { localShelf } from '../../storage/browser-storage.ts'

/** Where one is on the way in. `open` says as whom, and the title by which this browser remembers the board. */
export type Joining =
  | { readonly state: 'opening' | 'name-needed' | 'unknown' | 'away' }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'open'; readonly role: Role; readonly participant: Participant }

const REFUSALS: ReadonlySet<string> = new Set(['forbidden-or-unknown', 'not-found'])

const isRefusal = (error: unknown) => REFUSALS.has(codeOf(error))

/** The key of the link that was followed. It stays in memory when the address bar has lost it. */
function useLinkKey() {
  const { hash, search } = useLocation()
  const found = keyFrom(hash)
  const [key, setKey] = useState(found)
  if (found !== null && found !== key) setKey(found)
  return { key, inAddress: hash !== '', search }
}

/** The way into `boardId`; `naming` says one's name and comes in, `retry` asks again at once. */
export function useJoin(boardId: string) {
  const api = useApi()
  const navigate = useNavigate()
  const { key, inAddress, search } = useLinkKey()
  const me = useMe()
  const queries = useQueryClient()
  const joinKey = ['join', boardId, key]
  const named = me.data != null && me.data.participant !== null
  const by = key === null ? {} : { key }
  const join = useQuery({
    queryKey: joinKey,
    queryFn: async ({ signal }) => {
      const joined = await api.join(boardId, by, signal)
      holdTicket(boardId, joined.ticket)
      return joined
    },
    // Where there are no cookies, the ticket says who this is, and lasts minutes.
    ...(!takesCookies() && { refetchInterval: RENEW_TICKET_MS, refetchIntervalInBackground: true }),
    enabled: named,
    staleTime: Infinity,
    gcTime: 0,
    // While a new key is tried, what the old one gave goes on.
    placeholderData: (before) => before,
  })
  const naming = useMutation({
    mutationFn: async ({ name, color }: Named) => {
      try {
        // Who is new comes in with their name, so that they get a colour that nobody there has.
        const joined = await api.join(boardId, { ...by, name, ...(color !== null && { color }) })
        holdTicket(boardId, joined.ticket)
        queries.setQueryData(joinKey, joined)
        return joined.participant
      } catch (error) {
        if (!isRefusal(error)) throw error
        // Where they may not come in they have a name all the same, and are told by the next try.
        return (await api.sayName(name, color ?? pickColor(Math.random()))).participant
      }
    },
    onSuccess: async (participant) => {
      await keepMe(queries, { participant })
      return queries.invalidateQueries({ queryKey: ['boards'] })
    },
  })
  const notJoined = useFailure(join)
  const notKnown = useFailure(me)
  const failure = notJoined ?? notKnown
  const away = isPassing(failure) && join.data === undefined
  const localCopy = useQuery({
    queryKey: ['local-copy', boardId],
    queryFn: () => hasLocalCopy(boardId),
    enabled: away,
    staleTime: Infinity,
    gcTime: 0,
  })

  const joined = join.isSuccess && !join.isPlaceholderData
  useEffect(() => {
    // The address bar is on the shared screen: the key goes from there as soon as it has done its work.
    if (joined && inAddress) void navigate({ search, hash: '' }, { replace: true })
  }, [joined, inAddress, search, navigate])

  const refused = failure !== null && isRefusal(failure)
  useEffect(() => {
    if (refused) void forgetBoard(boardId)
  }, [refused, boardId])

  const joining = ((): Joining => {
    if (refused) return { state: 'unknown' }
    if (join.data) {
      // Whoever changes their name goes on under the new one; whom this browser became meanwhile did not come in here.
      const named = me.data?.participant
      const participant = named?.id === join.data.participant.id ? named : join.data.participant
      return { state: 'open', role: join.data.role, participant }
    }
    if (me.data?.participant === null) return { state: 'name-needed' }
    if (failure !== null && !away) return { state: 'failed', error: failure }
    // Also while the server is asked again: the board stays under the hand.
    const remembered = localCopy.data === true ? recall(localShelf, boardId) : null
    if (remembered !== null) {
      return { state: 'open', role: remembered.role, participant: remembered.participant }
    }
    return { state: failure === null || localCopy.isPending ? 'opening' : 'away' }
  })()

  return { joining, naming, retry: () => void (me.isError ? me.refetch() : join.refetch()) }
}
