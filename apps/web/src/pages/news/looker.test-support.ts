/** Somebody whose page shows a board: the page's own queries and news, without its looks. For tests with many people. */
import { QueryObserver, environmentManager, focusManager } from '@tanstack/react-query'
import { createQueryClient } from '../../http/query-client.ts'
import { NewsFeed } from '../../session/news-feed.ts'
import type { SessionSocket } from '../../session/session-connection.ts'
import { browserTimer } from '../../sync/coalesce.ts'
import { BoardNews, boardKey, snapshotsKey } from './board-news.ts'

/** @param ask fetches a path of the API. Answers how to leave. */
export function lookAtBoard(
  boardId: string,
  ask: (path: string) => Promise<unknown>,
  socket: SessionSocket,
): () => void {
  environmentManager.setIsServer(() => false)
  focusManager.setFocused(true)
  const queries = createQueryClient()
  queries.mount()
  const paths = [
    { queryKey: boardKey(boardId), path: `/api/boards/${boardId}` },
    { queryKey: snapshotsKey(boardId), path: `/api/boards/${boardId}/snapshots` },
  ]
  const stops = paths.map(({ queryKey, path }) =>
    new QueryObserver(queries, { queryKey, queryFn: () => ask(path) }).subscribe(() => undefined),
  )
  const news = new BoardNews(queries, {
    timer: browserTimer,
    now: Date.now,
    random: Math.random,
    isSeen: () => true,
  })
  const ends = [news.show(boardId, 'board'), news.attach(new NewsFeed(socket))]
  return () => {
    for (const end of [...ends, ...stops]) end()
    socket.close()
    queries.unmount()
    queries.clear()
  }
}
