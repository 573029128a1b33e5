/** Has the browser keep the page, so that a board opens again while the server is away. */
import { serviceWorkers } from '../../storage/browser-storage.ts'

/**
 * Registers the service worker, once. Where there is none (plain http elsewhere than localhost, development) boards
 * open only with the server.
 */
export function keepPage(): void {
  const workers = import.meta.env.PROD ? serviceWorkers() : undefined
  workers?.register('/sw.js').catch((error: unknown) => {
    console.warn('This browser does not keep the page for times without connection', error)
  })
}
