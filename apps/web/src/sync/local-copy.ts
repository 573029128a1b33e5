/**
 * The copy of a board that this browser keeps, so that drawing goes on without the server and outlives a reload.
 * A copy counts only once it was whole, that is synced with the server once: an empty board must never be shown in
 * place of one that was not loaded (S4).
 */
import { IndexeddbPersistence, clearDocument } from 'y-indexeddb'
import type * as Y from 'yjs'
import { createBrowserStore, keysUnder } from './browser-store.ts'

export type LocalCopy = {
  /** Resolves when what was kept is in the document. Never, where the browser keeps nothing. */
  readonly loaded: Promise<void>
  /** Resolves when it is loaded, or when that takes so long that one goes on without: it may still come. */
  readonly waited: Promise<void>
  /** Whether what was kept, once loaded, is a whole board. */
  readonly isWhole: boolean
  /** Says that the document was synced with the server, so that it may be shown without it from now on. */
  markWhole(): void
  close(): Promise<void>
  /** Deletes what is kept, what was set aside included. */
  forget(): Promise<void>
  /**
   * Keeps this work, if there is any, instead of the board, and beside what was set aside earlier. Rejects, and
   * deletes nothing, where the browser does not keep it.
   */
  setAside(work: Aside | undefined): Promise<void>
  /** What was set aside and not dropped since, by this tab or others, in this visit or earlier ones. */
  asides(): Promise<readonly Aside[]>
  dropAside(id: string): Promise<void>
}

/** Work that the server did not take (S5a). `drawing`: an Excalidraw document of so many elements. */
export type Aside = { readonly id: string; readonly drawing: Blob; readonly count: number }

/** A browser that refuses to open its database may do so by never answering. A busy one answers later. */
const OPENING_PATIENCE_MS = 3_000

const asideStore = () =>
  createBrowserStore<Aside & { boardId: string }>('gamelan-aside', 'aside', ['boardId', 'id'])

const databaseName = (boardId: string): string => `gamelan:${boardId}`
const markName = (boardId: string): string => `gamelan:whole:${boardId}`

/** Opens the copy and keeps it in step with the document. */
export function openLocalCopy(boardId: string, doc: Y.Doc): LocalCopy {
  const aside = asideStore()
  const asides = () => aside.all(keysUnder(boardId))
  const persistence = new IndexeddbPersistence(databaseName(boardId), doc)
  const clear = async (): Promise<void> => {
    writeMark(boardId, false)
    await persistence.destroy()
    await clearDocument(databaseName(boardId))
  }
  const loaded = new Promise<void>((resolve) => persistence.on('synced', () => resolve()))
  return {
    loaded,
    waited: Promise.race([loaded, new Promise<void>((resolve) => setTimeout(resolve, OPENING_PATIENCE_MS))]),
    isWhole: readMark(boardId),
    markWhole: () => writeMark(boardId, true),
    close: () => persistence.destroy(),
    forget: async () => {
      await clear()
      await dropAsides(boardId)
    },
    setAside: async (work) => {
      if (work) await aside.put({ ...work, boardId })
      await clear()
    },
    asides,
    dropAside: (id) => aside.remove([boardId, id]),
  }
}

/** Whether this browser can show the board without the server. Makes no database. */
export async function hasLocalCopy(boardId: string): Promise<boolean> {
  if (!readMark(boardId)) return false
  const databases = await indexedDB.databases()
  return databases.some(({ name }) => name === databaseName(boardId))
}

/** Deletes what is kept of a board that is not open here, what was set aside included. */
export async function forgetLocalCopy(boardId: string): Promise<void> {
  writeMark(boardId, false)
  await clearDocument(databaseName(boardId))
  await dropAsides(boardId)
}

async function dropAsides(boardId: string): Promise<void> {
  const aside = asideStore()
  for (const { id } of await aside.all(keysUnder(boardId))) await aside.remove([boardId, id])
}

/** Storage may be forbidden in a browser; then nothing is kept, and nothing is promised. */
function readMark(boardId: string): boolean {
  try {
    return localStorage.getItem(markName(boardId)) !== null
  } catch {
    return false
  }
}

function writeMark(boardId: string, whole: boolean): void {
  try {
    if (whole) localStorage.setItem(markName(boardId), '1')
    else localStorage.removeItem(markName(boardId))
  } catch {
    // As in readMark: without the mark the copy is not used, and no promise is broken.
  }
}
