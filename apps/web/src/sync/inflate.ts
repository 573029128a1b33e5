/** Raw DEFLATE by the browser's own means: message 104. Must never be asked for where the browser has none. */

/** Whether this browser can. */
export function canInflate(): boolean {
  try {
    return new DecompressionStream('deflate-raw') instanceof DecompressionStream
  } catch {
    // There is none, or it is an old one that does not know the format.
    return false
  }
}

/** Rejects for bytes that are no raw DEFLATE. */
export async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
  const inflated = stream.pipeThrough(new DecompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(inflated).arrayBuffer())
}
