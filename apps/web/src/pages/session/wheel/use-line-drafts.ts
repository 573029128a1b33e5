/**
 * Typing into lines that others edit too: a line is sent when it is left, or by Enter, and stays in its field until that
 * was done. Must never lose what was typed: also when the list is taken off the page under the hand, or the page goes, it is
 * sent.
 */
import type { Line, LineRequest } from '@gamelan/protocol/session/lines'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import {
  asLine,
  requestOf,
  rowsOf,
  withAnswer,
  withDraft,
  without,
  withSent,
  type LineDrafts,
  type LineRow,
} from './line-drafts.ts'

/**
 * @param isGood whether a text may be sent; one that may not stays in its field
 * @param ask answers whether it was done
 * @param lose called for what was not done when its field was gone
 */
export function useLineDrafts(
  lines: readonly Line[],
  isGood: (text: string) => boolean,
  ask: (request: LineRequest) => Promise<boolean>,
  lose: (text: string) => void,
) {
  const [drafts, setDrafts] = useState<LineDrafts>(new Map())
  /** What is typed of a line that is not there yet. */
  const [more, setMore] = useState('')
  const rows = rowsOf(lines, drafts)
  const isGone = useRef(false)

  const isBad = (text: string) => asLine(text) !== '' && !isGood(asLine(text))

  const send = async (row: LineRow) => {
    const { id, draft } = row
    if (draft === undefined || isBad(draft.text)) return
    const request = requestOf(row)
    if (request === undefined) {
      // It says what it said.
      if (draft.sent === null) setDrafts((now) => without(now, id, draft))
      return
    }
    const text = asLine(draft.text)
    // At once: leaving the field right after Enter sends nothing twice.
    setDrafts((now) => withSent(now, id, text))
    const isDone = await ask(request)
    if (!isDone && isGone.current && text !== '') lose(text)
    setDrafts((now) => withAnswer(now, id, text, isDone))
  }

  const add = async () => {
    const text = asLine(more)
    if (text === '' || isBad(text)) return
    // Before the answer: leaving the field right after Enter adds nothing twice.
    setMore('')
    if (await ask({ change: 'add', text, before: null })) return
    if (isGone.current) lose(text)
    setMore((now) => (now === '' ? text : now))
  }

  const sendAll = useRef(() => {})
  useEffect(() => {
    sendAll.current = () => {
      for (const row of rows) void send(row)
      void add()
    }
  })
  // In the layout phase: the session's connection is closed in the other one, by which everything is sent.
  useLayoutEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
      sendAll.current()
    }
  }, [])
  useEffect(() => {
    // Whoever closes the page, or loads it anew, leaves no field.
    const onHidden = () => {
      if (document.visibilityState === 'hidden') sendAll.current()
    }
    document.addEventListener('visibilitychange', onHidden)
    return () => document.removeEventListener('visibilitychange', onHidden)
  }, [])

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
