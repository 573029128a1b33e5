/** The sheet is built beside the page, with what the page's own build makes of Excalidraw. */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { withoutCdn } from '../../../../apps/web/build/excalidraw-assets.ts'
import { boundedCanvases } from '../../../../apps/web/build/excalidraw-canvases.ts'
import { undoOfWhatChanged } from '../../../../apps/web/build/excalidraw-history.ts'

const web = fileURLToPath(new URL('../../../../apps/web/node_modules', import.meta.url))

export default {
  base: '/',
  plugins: [withoutCdn(), undoOfWhatChanged(), boundedCanvases()],
  resolve: {
    alias: {
      '@excalidraw/excalidraw/index.css': path.join(web, '@excalidraw/excalidraw/dist/prod/index.css'),
      '@excalidraw/excalidraw': path.join(web, '@excalidraw/excalidraw'),
      'react-dom': path.join(web, 'react-dom'),
      react: path.join(web, 'react'),
    },
  },
  build: { target: 'es2022', chunkSizeWarningLimit: 3000, reportCompressedSize: false },
}
