/**
 * How many long answers are open at once: of one person, so that whoever drags through ten boards takes nothing from
 * the others, and of all, so that memory is bounded (H7, A6). Pure.
 */
import { GamelanError } from '../errors.ts'

export type Answering = {
  /** Counts an answer until it has ended. Throws `too-many-requests` and `unavailable`. */
  begin(actor: string): { end(): void }
}

export function createAnswering({ perPerson, inAll }: { perPerson: number; inAll: number }): Answering {
  const open = new Map<string, number>()
  let all = 0
  return {
    begin(actor) {
      const own = open.get(actor) ?? 0
      if (own >= perPerson) {
        throw new GamelanError('too-many-requests', { detail: `${own} answers to you are still open` })
      }
      if (all >= inAll) throw new GamelanError('unavailable', { detail: 'too many are reading long answers' })
      open.set(actor, own + 1)
      all += 1
      let ended = false
      return {
        end() {
          if (ended) return
          ended = true
          all -= 1
          const rest = (open.get(actor) ?? 1) - 1
          if (rest > 0) open.set(actor, rest)
          else open.delete(actor)
        },
      }
    },
  }
}
