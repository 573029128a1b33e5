/** Excalidraw's library, kept in this browser. */
import type { ExcalidrawImperativeAPI, LibraryItem, LibraryItems } from '@excalidraw/excalidraw/types'
import { useEffect, useState } from 'react'
import { LibraryKeeper, createLibraryStore } from './library-store.ts'

/** Shows what is kept once Excalidraw is there (`api` not null); the answer is its `onLibraryChange`. */
export function useLibrary(api: ExcalidrawImperativeAPI | null): (items: LibraryItems) => Promise<void> {
  const [keeper] = useState(() => new LibraryKeeper<LibraryItem>(createLibraryStore()))
  useEffect(() => {
    if (api)
      void keeper.start((libraryItems) => api.updateLibrary({ libraryItems: [...libraryItems], merge: true }))
  }, [api, keeper])
  return (items) => keeper.changed(items)
}
