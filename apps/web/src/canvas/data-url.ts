/** Between blobs and data URLs. `fetch` would do it, but the page's policy lets it reach its own origin only (A7). */

/** The bytes of a base64 data URL, or undefined where it is none. */
export function blobOf(dataURL: string): Blob | undefined {
  const match = /^data:([\w.+-]+\/[\w.+-]+)[^,]*;base64,(.*)$/s.exec(dataURL)
  if (!match) return undefined
  try {
    const letters = atob(match[2] ?? '')
    // Not `Uint8Array.from`: through its iterator, a large image holds the page up for a second and more.
    const bytes = new Uint8Array(letters.length)
    for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i)
    return new Blob([bytes], { type: match[1] ?? '' })
  } catch {
    // Not base64 after all: the same answer as for any other text.
    return undefined
  }
}

/** The data URL of a blob. */
export function dataUrlOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(reader.result as string))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable blob')))
    reader.readAsDataURL(blob)
  })
}
