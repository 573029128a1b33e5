/** Builds the server into one file, with the workspace's packages in it; what comes from npm stays outside. */
import { defineConfig } from 'vite'

export default defineConfig({
  build: {
    ssr: 'src/main.ts',
    target: 'node20',
    outDir: 'dist',
    sourcemap: true,
    minify: false,
    rollupOptions: { output: { format: 'esm', entryFileNames: 'main.js' } },
  },
  ssr: { noExternal: [/^@gamelan\//] },
})
