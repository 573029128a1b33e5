/** Where the choice of light or dark is kept. public/color-scheme.js reads the same key before the page is painted. */
import { localStorageColorSchemeManager } from '@mantine/core'

/** The keeper for MantineProvider. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'gamelan-color-scheme' })
