/**
 * How the page is built and served in development. The build goes to dist/, which the server serves from its own
 * origin.
 */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { excalidrawFonts, withoutCdn } from './build/excalidraw-assets.ts'
import { boundedCanvases } from './build/excalidraw-canvases.ts'
import { draggingOfMany } from './build/excalidraw-dragging.ts'
import { undoOfWhatChanged } from './build/excalidraw-history.ts'
import { subsettingWithoutEval } from './build/excalidraw-subsetting.ts'
import { offlinePage } from './build/offline-page.ts'
import { precompress } from './build/precompress.ts'
import { version } from './build/version.ts'
import { zodWithoutEval } from './build/zod-without-eval.ts'

const server = process.env['GAMELAN_SERVER'] ?? 'http://localhost:3000'

export default defineConfig({
  plugins: [
    react(),
    zodWithoutEval(),
    withoutCdn(),
    undoOfWhatChanged(),
    boundedCanvases(),
    draggingOfMany(),
    subsettingWithoutEval(),
    excalidrawFonts(),
    offlinePage(),
    version(),
    precompress(),
  ],
  // Workers are built apart, without the plugins above.
  worker: { plugins: () => [zodWithoutEval()] },
  // Dependencies are bundled ahead in development, past the plugins above.
  optimizeDeps: {
    rolldownOptions: {
      plugins: [
        withoutCdn(),
        undoOfWhatChanged(),
        draggingOfMany(),
        boundedCanvases(),
        subsettingWithoutEval(),
      ],
    },
  },
  build: {
    target: 'es2022',
    // Excalidraw is one large chunk by nature; the home page does not load it.
    chunkSizeWarningLimit: 3000,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler|react-router)[\\/]/ },
            { name: 'mantine', test: /node_modules[\\/](?:@mantine|@floating-ui)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: false },
      '/sync': { target: server, ws: true, changeOrigin: false },
      '/socket.io': { target: server, ws: true, changeOrigin: false },
    },
  },
})
