/**
 * What changed on a board beside its drawing and its session: from the code that committed the change to the sockets that
 * watch the board. Must be told only after the commit: a page that asks again must get the new answer.
 */
import type { Mark } from '@gamelan/protocol/http/history'
import type { Role } from '@gamelan/protocol/roles'

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

export function createNews(): News {
  const listeners = new Set<(news: BoardNews) => void>()
  return {
    tell(news) {
      for (const listener of listeners) listener(news)
    },
    listen(listener) {
      listeners.add(listener)
    },
  }
}
