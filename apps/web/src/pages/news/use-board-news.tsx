/** Hands the news of boards down to the components, and lets each say what it shows. */
import { createContext, use, useEffect } from 'react'
import type { ReactNode } from 'react'
import type { BoardNews, Shown } from './board-news.ts'

const NewsContext = createContext<BoardNews | null>(null)

/** Gives `news` to all below. */
export function NewsProvider({ news, children }: { news: BoardNews; children: ReactNode }) {
  return <NewsContext value={news}>{children}</NewsContext>
}

/** The news. Throws outside a NewsProvider. */
export function useBoardNews(): BoardNews {
  const news = use(NewsContext)
  if (news === null) throw new Error('useBoardNews needs a NewsProvider above it')
  return news
}

/** The component shows this of these boards: it is kept up to date. */
export function useShown(boardIds: readonly string[], shown: Shown): void {
  const news = useBoardNews()
  const all = [...new Set(boardIds)].toSorted().join(' ')
  useEffect(() => {
    if (all === '') return undefined
    const ends = all.split(' ').map((boardId) => news.show(boardId, shown))
    return () => {
      for (const end of ends) end()
    }
  }, [news, all, shown])
}
