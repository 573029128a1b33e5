/** Excalidraw's shortcut for clearing the drawing, which would ask with Excalidraw's own words. */

type Press = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'key'>

/** Whether these are the shortcut's keys. */
export function isClearShortcut({ ctrlKey, metaKey, key }: Press): boolean {
  return (ctrlKey || metaKey) && (key === 'Delete' || key === 'Backspace')
}
