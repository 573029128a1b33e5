/**
 * Whether a request may come from the page that it says it comes from (A5): http and both sockets ask here. Pure.
 * Must never be the only thing between a stranger and a board.
 */

/**
 * `origin` is the request's Origin header: absent for programs, which is fine. It must be that of `publicUrl`, or
 * name the host that the request was sent to: the scheme is left out, since a proxy may end TLS.
 */
export function originAllowed(
  origin: string | undefined,
  { publicUrl, host }: { publicUrl: string | undefined; host: string | undefined },
): boolean {
  if (origin === undefined || origin === publicUrl) return true
  try {
    const url = new URL(origin)
    return (
      (url.protocol === 'http:' || url.protocol === 'https:') &&
      url.host === withoutDefaultPort(host, url.protocol)
    )
  } catch {
    // `null`, which a sandboxed page sends, is no address either.
    return false
  }
}

/** An origin leaves out the port that its scheme implies; a Host header may carry it. */
function withoutDefaultPort(host: string | undefined, protocol: string): string | undefined {
  return host?.toLowerCase().replace(protocol === 'https:' ? /:443$/ : /:80$/, '')
}
