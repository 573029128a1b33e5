import { expect, test } from 'vitest'
import { blobOf } from './data-url.ts'

test('the bytes of a data URL', async () => {
  const blob = blobOf('data:image/png;base64,aGVsbG8=')
  expect(blob?.type).toBe('image/png')
  expect(await blob?.text()).toBe('hello')
})

test.each(['', 'data:', 'data:image/png,hello', 'https://example.org/a.png', 'data:image/png;base64,*'])(
  'no bytes in %j',
  (text) => expect(blobOf(text)).toBeUndefined(),
)
