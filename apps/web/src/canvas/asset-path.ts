/**
 * Tells Excalidraw where its fonts are, before it loads: it fetches them from a CDN otherwise (A7). Must be imported
 * ahead of Excalidraw.
 */
declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string | string[]
  }
}

/** Where the build puts Excalidraw's `fonts` folder. */
export const ASSET_PATH = '/excalidraw/'

window.EXCALIDRAW_ASSET_PATH = ASSET_PATH
