import { expect, test } from 'vitest'
import { dataUrlBytes } from './import.ts'

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
