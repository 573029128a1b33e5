/**
 * What every answer tells the browser to refuse (A7). Each entry of the policy says what needs it; what is not
 * listed is not needed.
 */
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import { isHost } from './addresses.ts'

/** Sockets of our own host: not every browser counts them as 'self'. */
function ownSockets(host: string | undefined): string {
  return isHost(host) ? `ws://${host} wss://${host}` : "'self'"
}

/**
 * `https`: whether people reach this server by https alone, and are to come back that way.
 * `embedOrigins`: whose pages may show ours in a frame, to be drawn on inside a call or a wiki.
 * `embedSites`: whose pages a board may show in a frame.
 */
export async function registerHeaders(
  app: FastifyInstance,
  {
    https,
    embedOrigins,
    embedSites,
  }: { https: boolean; embedOrigins: readonly string[]; embedSites: readonly string[] },
): Promise<void> {
  const isEmbedded = embedOrigins.length > 0
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Excalidraw's font subsetting is WebAssembly.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        // Excalidraw and Mantine write styles into elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        // Images of a drawing are shown from data and blob addresses.
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", (request) => ownSockets(request.headers.host)],
        workerSrc: ["'self'", 'blob:'],
        frameSrc: embedSites.length > 0 ? [...embedSites] : ["'none'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: isEmbedded ? ["'self'", ...embedOrigins] : ["'none'"],
      },
    },
    // A key is behind a `#` and in no Referer; the board's id stays within the origin, too.
    referrerPolicy: { policy: 'same-origin' },
    // It knows no list: where there is one, frame-ancestors alone says who.
    frameguard: isEmbedded ? false : { action: 'deny' },
    hsts: https,
  })
}
