/**
 * Keys by which the controls around the drawing are used are theirs while they have the focus. The drawing listens on the whole
 * page: it takes the space bar for its hand and Enter for a label, so that no button can be pressed by them, and moves or deletes
 * what is selected. All other keys reach it, so that a tool can be taken after a click beside it.
 */
import type { KeyboardEvent } from 'react'

const KEYS: ReadonlySet<string> = new Set([
  'Enter',
  ' ',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'Delete',
  'Backspace',
])

export function ownKey(event: KeyboardEvent): void {
  if (KEYS.has(event.key) && !event.ctrlKey && !event.metaKey) event.stopPropagation()
}
