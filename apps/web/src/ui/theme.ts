/**
 * The look: paper, ink, and one accent, the bronze of a gong. Text on each of its grounds has a contrast of 4.5 or
 * more, in light and dark.
 */
import { Menu, Modal, createTheme } from '@mantine/core'
import type { CSSVariablesResolver } from '@mantine/core'

/**
 * The ground of a button that takes something away. A plain colour, which darkens under the pointer; a shade of the
 * palette would lighten, past what can be read on it.
 */
export const DANGER = '#b02a1e'

export const theme = createTheme({
  primaryColor: 'bronze',
  primaryShade: { light: 7, dark: 6 },
  white: '#fffdf9',
  black: '#2b2620',
  colors: {
    bronze: [
      '#fbf5ea',
      '#f3e6cd',
      '#e7cea1',
      '#dab573',
      '#cf9f4f',
      '#bd8838',
      '#966820',
      '#865b1f',
      '#6d4918',
      '#523711',
    ],
    gray: [
      '#f8f4ec',
      '#f1ebe0',
      '#e7dfd1',
      '#dad0bf',
      '#c9bda9',
      '#a79b87',
      '#6f6556',
      '#574e42',
      '#3d362d',
      '#2b2620',
    ],
    dark: [
      '#ece5da',
      '#cfc7ba',
      '#a89f92',
      '#8a8175',
      '#453f38',
      '#39332d',
      '#2b2622',
      '#1e1b18',
      '#171412',
      '#110f0d',
    ],
  },
  fontFamily: "Assistant, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  headings: {
    fontFamily: "Assistant, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    fontWeight: '700',
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    // The placeholder that takes the focus first is nothing that a menu may hold; without it, the first item does.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    // A dialog's <header> would count as a second banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    Modal: Modal.extend({
      defaultProps: { radius: 'lg', centered: true, overlayProps: { backgroundOpacity: 0.4 } },
      styles: {
        content: { background: 'var(--gamelan-sheet)' },
        header: { background: 'var(--gamelan-sheet)' },
        title: { fontSize: 20, fontWeight: 700, lineHeight: 1.25 },
      },
    }),
  },
  respectReducedMotion: true,
  focusRing: 'auto',
})

/** What Mantine's palette has no room for: the paper, and the sheets that lie on it. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#faf7f1',
    '--mantine-color-text': '#2b2620',
    '--mantine-color-error': '#b02a1e',
    '--mantine-color-placeholder': '#7a6f60',
    '--gamelan-sheet': '#fffdf9',
    '--gamelan-line': '#e3dacb',
    '--gamelan-accent-text': '#7a521b',
    '--gamelan-good': '#2c6b3f',
    '--gamelan-warn': '#8f4a00',
    '--gamelan-dot': 'rgb(43 38 32 / 9%)',
    '--gamelan-track': 'rgb(43 38 32 / 5%)',
    '--gamelan-tint': '#f3e6cd',
    '--gamelan-tint-other': '#e3eee4',
    '--gamelan-shadow': '0 1px 2px rgb(67 52 28 / 8%), 0 6px 20px rgb(67 52 28 / 7%)',
  },
  dark: {
    '--mantine-color-body': '#1e1b18',
    '--mantine-color-text': '#ece5da',
    '--mantine-color-error': '#ff9b8c',
    '--mantine-color-placeholder': '#a89f92',
    '--gamelan-sheet': '#272320',
    '--gamelan-line': '#3d3731',
    '--gamelan-accent-text': '#dab573',
    '--gamelan-good': '#8fce9f',
    '--gamelan-warn': '#f0b067',
    '--gamelan-dot': 'rgb(236 229 218 / 8%)',
    '--gamelan-track': 'rgb(236 229 218 / 6%)',
    '--gamelan-tint': '#453a2b',
    '--gamelan-tint-other': '#2c3d32',
    '--gamelan-shadow': '0 1px 2px rgb(0 0 0 / 30%), 0 6px 20px rgb(0 0 0 / 24%)',
  },
})
