/**
 * Images that this browser brought in, kept until they have surely reached the server and a while longer: an image
 * pasted in a tunnel outlives a reload, and is shown before the tunnel ends. Where the browser keeps nothing, the
 * page goes on without; an image is then lost with the page, not with the board.
 */

export type StoredImage = {
  readonly boardId: string
  readonly fileId: string
  readonly blob: Blob
  /** When the server had it, in milliseconds since the epoch; null: not yet. */
  readonly uploadedAt: number | null
}

export type ImageStore = {
  put(image: StoredImage): Promise<void>
  /** All images of this board. */
  list(boardId: string): Promise<readonly StoredImage[]>
  remove(boardId: string, fileId: string): Promise<void>
}

const DATABASE = 'gamelan-images'
const IMAGES = 'images'

/** The browser's own store, opened with the first call. */
export function createImageStore(): ImageStore {
  let opened: Promise<IDBDatabase> | undefined
  const images = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => {
    opened ??= openDatabase()
    return (await opened).transaction(IMAGES, mode).objectStore(IMAGES)
  }
  return {
    put: async (image) => {
      await answer((await images('readwrite')).put(image))
    },
    list: async (boardId) => {
      // An array sorts after every string, so that this range holds all keys that begin with the board's id.
      const range = IDBKeyRange.bound([boardId], [boardId, []])
      return answer<StoredImage[]>((await images('readonly')).getAll(range))
    },
    remove: async (boardId, fileId) => {
      await answer((await images('readwrite')).delete([boardId, fileId]))
    },
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore(IMAGES, { keyPath: ['boardId', 'fileId'] })
  })
  return answer(opening)
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the database did not answer')))
  })
}
