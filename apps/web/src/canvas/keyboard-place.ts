/** Where on the page the keyboard is, as far as the drawing has to know. */

/** What takes letters. A tool's button is an input, too, and keeps the focus. */
const FIELDS = [
  'textarea',
  '[contenteditable]',
  'input:not([type="radio"], [type="checkbox"], [type="range"])',
].join()

/** What has the keyboard: a field, to which letters go; a dialog, which hides the drawing; or else the drawing. */
export function keyboardIsAt(target: EventTarget | null): 'field' | 'dialog' | 'drawing' {
  if (!(target instanceof Element)) return 'drawing'
  if (target.closest(FIELDS)) return 'field'
  return target.closest('[role="dialog"]') ? 'dialog' : 'drawing'
}
