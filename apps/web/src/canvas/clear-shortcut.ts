/** Excalidraw's shortcut for clearing the drawing, which would ask with Excalidraw's own words. */

type Press = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'key'>

/** What takes letters. A tool's button is an input, too, and keeps the focus. */
const FIELDS = [
  'textarea',
  '[contenteditable]',
  'input:not([type="radio"], [type="checkbox"], [type="range"])',
].join()

/** Whether these are the shortcut's keys. */
export function isClearShortcut({ ctrlKey, metaKey, key }: Press): boolean {
  return (ctrlKey || metaKey) && (key === 'Delete' || key === 'Backspace')
}

/** What has the keyboard: a field, where these keys take a word away; a dialog, which hides the drawing; or that. */
export function keyboardIsAt(target: EventTarget | null): 'field' | 'dialog' | 'drawing' {
  if (!(target instanceof Element)) return 'drawing'
  if (target.closest(FIELDS)) return 'field'
  return target.closest('[role="dialog"]') ? 'dialog' : 'drawing'
}
