/** Puts text onto the clipboard. */

/**
 * Answers whether the browser let us. The clipboard's own interface is there on https and localhost alone; on plain
 * http, as in an office network, the older way copies what is selected in `field`, which stays selected.
 */
export async function copyText(text: string, field: HTMLInputElement | null): Promise<boolean> {
  const clipboard: Clipboard | undefined = navigator.clipboard
  if (clipboard !== undefined) {
    try {
      await clipboard.writeText(text)
      return true
    } catch {
      // Not allowed here: the older way below may be.
    }
  }
  field?.focus()
  field?.select()
  return field !== null && document.execCommand('copy')
}
