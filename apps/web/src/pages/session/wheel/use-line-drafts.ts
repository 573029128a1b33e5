/**
 * Typing into lines that others edit too: a line is sent when it is left, or by Enter, and stays in its field until that
 * was done. Must never lose what was typed: also when the list is taken off the page under the hand, it is sent. Not so where
 * the whole page goes: its connection has ended by then.
 */
import type { Line, LineRequest } from '@gamelan/protocol/session/lines'
import { useEffect, useRef, useState } from 'react'
import {
  asLine,
  requestOf,
  rowsOf,
  withDraft,
  type LineDraft,
  type LineDrafts,
  type LineRow,
} from './line-drafts.ts'

/**
 * @param isGood whether a text may be sent; one that may not stays in its field
 * @param ask answers whether it was done
 */
export function useLineDrafts(
  lines: readonly Line[],
  isGood: (text: string) => boolean,
  ask: (request: LineRequest) => Promise<boolean>,
) {
  const [drafts, setDrafts] = useState<LineDrafts>(new Map())
  /** What is typed of a line that is not there yet. */
  const [more, setMore] = useState('')
  const sent = useRef(new Set<LineDraft>())
  const rows = rowsOf(lines, drafts)

  const isBad = (text: string) => asLine(text) !== '' && !isGood(asLine(text))

  const send = async (row: LineRow) => {
    const { id, draft } = row
    // Leaving the field right after Enter sends nothing twice.
    if (draft === undefined || isBad(draft.text) || sent.current.has(draft)) return
    sent.current.add(draft)
    const request = requestOf(row)
    const isDone = request === undefined || (await ask(request))
    sent.current.delete(draft)
    if (!isDone) return
    setDrafts((now) => {
      // What was typed while it was sent stays.
      if (now.get(id) !== draft) return now
      const others = new Map(now)
      others.delete(id)
      return others
    })
  }

  const add = async () => {
    const text = asLine(more)
    if (text === '' || isBad(text)) return
    // Before the answer: leaving the field right after Enter adds nothing twice.
    setMore('')
    if (!(await ask({ change: 'add', text, before: null }))) setMore((now) => (now === '' ? text : now))
  }

  const sendAll = useRef(() => {})
  useEffect(() => {
    sendAll.current = () => {
      for (const row of rows) void send(row)
      void add()
    }
  })
  useEffect(() => () => sendAll.current(), [])

  return {
    rows,
    more,
    setMore,
    isBad,
    send,
    add,
    type: (id: string, text: string) => setDrafts((now) => withDraft(now, rowsOf(lines, now), id, text)),
  }
}
