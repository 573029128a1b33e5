/** Excalidraw's library, kept in this browser. */
import type { ExcalidrawImperativeAPI, LibraryItem, LibraryItems } from '@excalidraw/excalidraw/types'
import { useEffect, useState } from 'react'
import { boundElements } from './brought-in.ts'
import { LibraryKeeper, createLibraryStore } from './library-store.ts'

/** Shows what is kept once Excalidraw is there (`api` not null); the answer is its `onLibraryChange`. */
export function useLibrary(api: ExcalidrawImperativeAPI | null): (items: LibraryItems) => Promise<void> {
  const [keeper] = useState(() => new LibraryKeeper<LibraryItem>(createLibraryStore()))
  useEffect(() => {
    if (api)
      void keeper.start((libraryItems) =>
        api.updateLibrary({ libraryItems: libraryItems.map(boundItem), merge: true }),
      )
  }, [api, keeper])
  return async (items) => {
    const bounded = items.map(boundItem)
    if (bounded.every((item, at) => item === items[at])) await keeper.changed(items)
    // Before Excalidraw makes pictures of them. It says so again, and then they are kept.
    else await api?.updateLibrary({ libraryItems: bounded })
  }
}

/** An item whose elements do not block the page when their picture is made. */
function boundItem(item: LibraryItem): LibraryItem {
  const elements = boundElements(item.elements)
  return elements === item.elements ? item : { ...item, elements }
}
