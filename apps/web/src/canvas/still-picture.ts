/** A drawing as a picture to look at, as large as a screen shows it. */
import './asset-path.ts'
import type { BoardElement } from '@gamelan/board-model'
import { exportToBlob } from '@excalidraw/excalidraw'
import type { BinaryFileData } from '@excalidraw/excalidraw/types'
import { toPicture } from './excalidraw-scene.ts'
import { mainPart } from './first-view.ts'

/** The longer side, in pixels. */
const SIDE = 1600
/** A small drawing is not blown up further than this. */
const SHARP = 2

/** undefined where there is nothing to show. An image without its file is a placeholder. Rejects where the browser cannot make it. */
export function stillPicture(
  elements: readonly BoardElement[],
  files: readonly BinaryFileData[],
  theme: 'light' | 'dark',
): Promise<Blob | undefined> {
  const shown = mainPart(
    elements.filter((element) => !element.isDeleted),
    { width: SIDE, height: SIDE },
  )
  if (shown.length === 0) return Promise.resolve(undefined)
  return exportToBlob({
    elements: toPicture(shown),
    files: Object.fromEntries(files.map((file) => [file.id, file])),
    appState: {
      exportBackground: true,
      viewBackgroundColor: '#ffffff',
      exportWithDarkMode: theme === 'dark',
    },
    mimeType: 'image/png',
    getDimensions(width: number, height: number) {
      const scale = Math.min(SHARP, SIDE / Math.max(width, height))
      return { width: width * scale, height: height * scale, scale }
    },
    exportPadding: 16,
  })
}
