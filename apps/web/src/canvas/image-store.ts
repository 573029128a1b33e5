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
  /** Resolves when the image would outlive the page. */
  put(image: StoredImage): Promise<void>
  /** All images of this board. */
  list(boardId: string): Promise<readonly StoredImage[]>
  remove(boardId: string, fileId: string): Promise<void>
}

const DATABASE = 'gamelan-images'
const IMAGES = 'images'
/** A browser that refuses to open its database may do so by never answering, and a paste waits for it. */
const OPENING_PATIENCE_MS = 3_000

/** The browser's own store, opened with the first call. */
export function createImageStore(): ImageStore {
  let opened: Promise<IDBDatabase> | undefined
  const begin = async (mode: IDBTransactionMode): Promise<IDBTransaction> => {
    opened ??= openDatabase()
    return (await opened).transaction(IMAGES, mode)
  }
  const change = async (make: (images: IDBObjectStore) => void): Promise<void> => {
    const transaction = await begin('readwrite')
    make(transaction.objectStore(IMAGES))
    await committed(transaction)
  }
  return {
    put: (image) => change((images) => images.put(image)),
    list: async (boardId) => {
      // An array sorts after every string, so that this range holds all keys that begin with the board's id.
      const range = IDBKeyRange.bound([boardId], [boardId, []])
      return answer<StoredImage[]>((await begin('readonly')).objectStore(IMAGES).getAll(range))
    },
    remove: (boardId, fileId) => change((images) => images.delete([boardId, fileId])),
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore(IMAGES, { keyPath: ['boardId', 'fileId'] })
  })
  return Promise.race([answer(opening), silence()])
}

function silence(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('the database did not open')), OPENING_PATIENCE_MS)
  })
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the database did not answer')))
  })
}

/** A request that succeeded is undone when the page goes before its transaction is committed. */
function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(transaction.error ?? new Error('the database did not keep it'))
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('error', fail)
    transaction.addEventListener('abort', fail)
    transaction.commit()
  })
}
