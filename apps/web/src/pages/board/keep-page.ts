/** Has the browser keep the page, so that a board opens again while the server is away. */

/**
 * Registers the service worker, once. Where there is none (plain http elsewhere than localhost, development) boards
 * open only with the server.
 */
export function keepPage(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker.register('/sw.js').catch((error: unknown) => {
    console.warn('This browser does not keep the page for times without connection', error)
  })
}
