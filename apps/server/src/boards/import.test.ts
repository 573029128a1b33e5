import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { GamelanError } from '../errors.ts'
import { createImports, dataUrlBytes } from './import.ts'
import type { NewFile } from './types.ts'

const textOf = (dataURL: string) => {
  const bytes = dataUrlBytes(dataURL)
  return bytes && Buffer.from(bytes).toString()
}

test('[M12] the bytes of an image that a drawing carries, in base64 or as text', () => {
  expect(textOf('data:image/png;base64,aGVsbG8=')).toBe('hello')
  expect(textOf('data:image/svg+xml;charset=utf-8;BASE64,aGVsbG8=')).toBe('hello')
  expect(textOf('data:image/svg+xml,%3Csvg%20a%3D%22%C3%A9%22%3E')).toBe('<svg a="é">')
})

test.each(['', 'https://elsewhere.example/x.png', 'data:image/png;base64', 'data:image/svg+xml,%zz'])(
  '[A7] %j holds none, and nothing is fetched',
  (dataURL) => {
    expect(dataUrlBytes(dataURL)).toBeUndefined()
  },
)

describe('[A6] an import that is refused after its images were stored', () => {
  const author = { actor: 'kim', connection: 'http:1' }
  const full = new GamelanError('drawing-too-large')
  const drawing = Buffer.from(
    JSON.stringify({
      type: 'excalidraw',
      elements: ['a', 'b', 'c'].map((id) => ({
        id,
        type: 'image',
        fileId: id,
        x: 0,
        y: 0,
        width: 9,
        height: 9,
      })),
      files: Object.fromEntries(
        ['a', 'b', 'c'].map((id) => [
          id,
          { id, mimeType: 'image/png', dataURL: `data:image/png,${id}`, created: 1 },
        ]),
      ),
    }),
  )

  type Change = (author: unknown, write: (doc: Y.Doc) => void) => Promise<{ seq: number }>

  /** Imports where `change` and `put` do as they are told; answers what is still stored, and whether it was imported. */
  async function imported({
    change,
    fullAt = Infinity,
    stillMay = () => Promise.resolve(),
  }: {
    change: Change
    fullAt?: number
    stillMay?: () => Promise<void>
  }) {
    const stored = new Set<string>()
    let released = 0
    const imports = createImports({
      rooms: {
        open: () =>
          Promise.resolve({
            doc: new Y.Doc(),
            requireRoom: () => undefined,
            change,
            release: () => (released += 1),
          } as never),
      },
      files: {
        mayKeep: () => true,
        put({ fileId = '', bytes }: NewFile) {
          if (stored.size >= fullAt) return Promise.reject(new GamelanError('no-room'))
          stored.add(fileId)
          const sha256 = createHash('sha256').update(bytes).digest('hex')
          const file = { fileId, mimeType: 'image/png', bytes: bytes.length, sha256 }
          const takeBack = () => {
            stored.delete(fileId)
            return fileId === 'a' ? Promise.reject(new Error('away')) : Promise.resolve()
          }
          return Promise.resolve({ file, added: true, takeBack })
        },
      },
      storage: { requireRoom: () => undefined },
      newId: () => 'new',
    })
    const code = await imports.add('board', drawing, author, stillMay).then(
      () => 'imported',
      (error: unknown) => (error instanceof GamelanError ? error.code : error),
    )
    expect(released).toBe(1)
    return [code, [...stored]]
  }

  test('takes them back where the board has filled up meanwhile', async () => {
    const change = () => Promise.reject(full)
    expect(await imported({ change })).toEqual(['drawing-too-large', []])
  })

  test('takes back the first where there is no room for the last', async () => {
    const change = () => Promise.resolve({ seq: 1 })
    expect(await imported({ change, fullAt: 2 })).toEqual(['no-room', []])
  })

  test('[A4] takes them back, and changes nothing, where access ended while they were stored', async () => {
    let isChanged = false
    const change = () => {
      isChanged = true
      return Promise.resolve({ seq: 1 })
    }
    const ended = () => Promise.reject(new GamelanError('forbidden-or-unknown'))
    expect(await imported({ change, stillMay: ended })).toEqual(['forbidden-or-unknown', []])
    expect(isChanged).toBe(false)
  })

  test('keeps them where the elements may have been saved', async () => {
    const write: Change = (_author, into) => {
      into(new Y.Doc())
      return Promise.reject(new GamelanError('unavailable'))
    }
    expect(await imported({ change: write })).toEqual(['unavailable', ['a', 'b', 'c']])
  })
})
