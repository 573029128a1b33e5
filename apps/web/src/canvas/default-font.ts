/**
 * The font of a new text, loaded when a board opens. Excalidraw loads the fonts of what is drawn already; the first
 * text of an empty board would be measured in whatever the browser has, and be saved too narrow for everyone.
 */
import { FONT_FAMILY } from '@excalidraw/excalidraw'

/** Loads the font with this number, as Excalidraw counts them. A font that does not load costs nothing else. */
export async function loadFont(family: number, fonts: FontFaceSet = document.fonts): Promise<void> {
  const name = Object.entries(FONT_FAMILY).find(([, number]) => number === family)?.[0]
  if (name === undefined) return
  try {
    await fonts.load(`20px "${name}"`)
  } catch (error) {
    console.warn(`The font ${name} did not load.`, error)
  }
}
