/** Where the choice of light or dark is stored. public/color-scheme.js reads the same key before the page is painted. */
import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'
import { isMantineColorScheme } from '@mantine/core'
import { isOfLocalShelf, localShelf } from '../storage/browser-storage.ts'

const KEY = 'gamelan-color-scheme'

let stop: (() => void) | undefined

/** For MantineProvider. Mantine's own manager reads `localStorage` outside of a guard. */
export const colorSchemeManager: MantineColorSchemeManager = {
  get(fallback): MantineColorScheme {
    const stored = localShelf.getItem(KEY)
    return isMantineColorScheme(stored) ? stored : fallback
  },
  set: (scheme) => localShelf.setItem(KEY, scheme),
  subscribe(onUpdate) {
    const listener = (event: StorageEvent): void => {
      if (event.key === KEY && isOfLocalShelf(event) && isMantineColorScheme(event.newValue))
        onUpdate(event.newValue)
    }
    window.addEventListener('storage', listener)
    stop = () => window.removeEventListener('storage', listener)
  },
  unsubscribe: () => stop?.(),
  clear: () => localShelf.removeItem(KEY),
}
