/** Every test of the house, by kind. A project is one kind; `vitest --project unit` runs that alone. */
import { defineConfig } from 'vitest/config'
import { findFirefox } from './tests/support/find-firefox.ts'
import { undoOfWhatChanged } from './apps/web/build/excalidraw-history.ts'

/** Defined only where there is a Firefox: tests of a browser that is not there are no skipped tests. */
const firefox = {
  test: {
    name: 'firefox',
    include: ['tests/firefox/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
}

export default defineConfig({
  test: {
    reporters: ['default', './scripts/closing-line-reporter.mjs'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}'],
          // A bound for a test that hangs: some do a lot, and the machine may be busy.
          testTimeout: 30_000,
        },
      },
      {
        // Its canvases keep Excalidraw's own history, mended as in the page.
        plugins: [undoOfWhatChanged()],
        test: {
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          server: { deps: { inline: [/@excalidraw/, /roughjs/] } },
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'contracts',
          include: ['tests/contracts/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each is a load by itself.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'hostile',
          include: ['tests/hostile/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      ...(findFirefox() === undefined ? [] : [firefox]),
    ],
  },
})
