/** Excalidraw's shortcut for clearing the drawing, which would ask with Excalidraw's own words. */

/** What takes letters. A tool's button is an input, too, and keeps the focus. */
const FIELDS = [
  'textarea',
  '[contenteditable]',
  'input:not([type="radio"], [type="checkbox"], [type="range"])',
]

/** Whether this is the shortcut, and not meant for the letters of a field. */
export function asksToClear(event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'key' | 'target'>): boolean {
  if (!(event.ctrlKey || event.metaKey) || (event.key !== 'Delete' && event.key !== 'Backspace')) return false
  return !(event.target instanceof Element && event.target.closest(FIELDS.join()))
}
