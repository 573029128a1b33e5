/**
 * What changed on a board beside its drawing and its session: from the code that committed the change to the sockets that
 * watch the board. Told only after the commit: a page that asks again must get the new answer. A listener that fails never harms
 * the code that committed.
 */
import type { Mark } from '@gamelan/protocol/http/history'
import type { Role } from '@gamelan/protocol/roles'
import type { Log } from './log.ts'

export type BoardNews = { readonly boardId: string } & (
  | { readonly kind: 'title'; readonly title: string }
  /** The link for this role is another one. */
  | { readonly kind: 'links'; readonly role: Role }
  /** The series of the board: that there is one, what it is called, or which boards it has. */
  | { readonly kind: 'series' }
  /** Who was let in, and who of them is here. */
  | { readonly kind: 'members' }
  /** A mark was set or moved. */
  | { readonly kind: 'mark'; readonly mark: Mark }
  | { readonly kind: 'mark-removed'; readonly mark: string }
  /** `head`: the last change that is saved; undefined: something else about the history changed. */
  | { readonly kind: 'history'; readonly head?: number }
  /** The session of this board left something on the timelines of all its boards. */
  | { readonly kind: 'milestones' }
)

export type News = {
  tell(news: BoardNews): void
  listen(listener: (news: BoardNews) => void): void
}

export function createNews({ log }: { readonly log: Pick<Log, 'error'> }): News {
  const listeners = new Set<(news: BoardNews) => void>()
  return {
    tell(news) {
      for (const listener of listeners) {
        try {
          listener(news)
        } catch (error) {
          log.error(
            { err: error, board: news.boardId, kind: news.kind },
            'a listener to news of boards failed',
          )
        }
      }
    },
    listen(listener) {
      listeners.add(listener)
    },
  }
}
