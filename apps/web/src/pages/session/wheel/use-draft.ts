/** A line of text that several people may change: one's own while it is typed, else the session's. */
import { useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { asLine } from './lines.ts'

/**
 * What a text field is given. `commit` answers whether it was done; what was typed stays in the field until then.
 * @param isGood whether it may be sent; one that may not stays in the field
 */
export function useDraft(
  shared: string,
  commit: (text: string, before: string) => Promise<boolean>,
  isGood: (text: string) => boolean = () => true,
) {
  /** `before`: what the session had when the typing began. */
  const [draft, setDraft] = useState<{ readonly text: string; readonly before: string } | null>(null)
  const sent = useRef<typeof draft>(null)
  const text = draft === null ? null : asLine(draft.text)
  const isBad = text !== null && text !== '' && !isGood(text)
  const done = async () => {
    if (draft === null || text === null || isBad || sent.current === draft) return
    // Leaving the field right after Enter sends nothing twice.
    sent.current = draft
    if (text !== draft.before && !(await commit(text, draft.before))) {
      sent.current = null
      return
    }
    // What was typed while it was sent stays.
    setDraft((now) => (now === draft ? null : now))
  }
  return {
    isBad,
    field: {
      value: draft?.text ?? shared,
      onChange: (event: { currentTarget: { value: string } }) =>
        setDraft({ text: event.currentTarget.value, before: draft?.before ?? shared }),
      onBlur: () => void done(),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) void done()
      },
    },
  }
}
