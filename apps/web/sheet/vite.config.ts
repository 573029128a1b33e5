/** The sheet: Excalidraw as the page ships it, and nothing else. Built for `pnpm bench drawing` alone. */
import { defineConfig } from 'vite'
import { withoutCdn } from '../build/excalidraw-assets.ts'
import { boundedCanvases } from '../build/excalidraw-canvases.ts'
import { undoOfWhatChanged } from '../build/excalidraw-history.ts'

export default defineConfig({
  plugins: [withoutCdn(), undoOfWhatChanged(), boundedCanvases()],
  build: { target: 'es2022', chunkSizeWarningLimit: 3000, reportCompressedSize: false },
})
