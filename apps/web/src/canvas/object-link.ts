/**
 * Links to an object of a board: `/b/BOARD?element=ID`, where ID is that of an element or of a group, as Excalidraw
 * writes them. Pure. Excalidraw looks for the object once, before the drawing has loaded; Gamelan looks for it here.
 */

const PARAMETERS = ['element', 'groupId'] as const

/** The object that the query of an address names; undefined where it names none. */
export function objectIn(search: URLSearchParams): string | undefined {
  for (const name of PARAMETERS) {
    const id = search.get(name)
    if (id !== null && id !== '') return id
  }
  return undefined
}

/** The object of this board that a link leads to; undefined where the link leads elsewhere. */
export function objectOf(link: string | null, boardId: string, origin: string): string | undefined {
  if (link === null || !URL.canParse(link, origin)) return undefined
  const url = new URL(link, origin)
  if (url.origin !== origin || url.pathname.replace(/\/$/, '') !== boardPath(boardId)) return undefined
  return objectIn(url.searchParams)
}

/** The address of an object: nothing else that stands in the address bar is handed on. */
export function linkToObject(boardId: string, id: string, origin: string): string {
  const url = new URL(boardPath(boardId), origin)
  url.searchParams.set('element', id)
  return url.href
}

const boardPath = (boardId: string): string => `/b/${encodeURIComponent(boardId)}`
