/**
 * The page's end of the news of boards: it names what the page watches, each time a socket opens, and hands on what comes. Must
 * never hand on news that it does not understand: a newer server may send other kinds.
 */
import { WATCHED_BOARDS } from '@gamelan/protocol/limits'
import type { ClientToServer, ServerToClient } from '@gamelan/protocol/session/messages'
import {
  newsSchema,
  watchingSchema,
  type News,
  type Watched,
  type Watching,
} from '@gamelan/protocol/session/news'
import type { Socket } from 'socket.io-client'

/** How long the server may take to say what is watched, in milliseconds. Past it nothing counts as watched. */
const PATIENCE_MS = 10_000

export type FeedListener = {
  news(news: News): void
  /** The server tells news of these boards from now on. What is known of them may be older. */
  watching(watching: Watching): void
  /** The server tells nothing until it is connected again. */
  lost(): void
}

export class NewsFeed {
  readonly #socket: Socket<ServerToClient, ClientToServer>
  #watched: readonly Watched[] = []
  #listener: FeedListener | undefined
  /** The last message that named what is watched. */
  #asked = 0

  constructor(socket: Socket<ServerToClient, ClientToServer>) {
    this.#socket = socket
    socket.on('news', (sent) => {
      const news = newsSchema.safeParse(sent)
      if (news.success) this.#listener?.news(news.data)
    })
    socket.on('connect', () => this.#ask())
    socket.on('disconnect', () => {
      this.#asked += 1
      this.#listener?.lost()
    })
  }

  /** Hands everything on to one listener; undefined: to nobody. */
  listen(listener: FeedListener | undefined): void {
    this.#listener = listener
  }

  /** From now on these are watched, and nothing else. */
  watch(watched: readonly Watched[]): void {
    this.#watched = watched.slice(0, WATCHED_BOARDS)
    if (this.#socket.connected) this.#ask()
  }

  #ask(): void {
    if (this.#watched.length === 0 && this.#asked === 0) return
    const turn = ++this.#asked
    this.#socket.timeout(PATIENCE_MS).emit('watch', this.#watched, (error, sent) => {
      const watching = watchingSchema.safeParse(sent)
      if (error === null && watching.success && turn === this.#asked) this.#listener?.watching(watching.data)
    })
  }
}
