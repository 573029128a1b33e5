/**
 * Boards in the trash: who may take one out, until when, and that nothing of it is left after that.
 */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { TRASH_KEPT_FOR } from '../../apps/server/src/limits.ts'
import { Person, UNKNOWN_BOARD, databases, png, withBoard } from './http-app.ts'

const DAY = 24 * 60 * 60 * 1000

describe.each(databases)('the trash on %s', (_, startDatabases) => {
  const here = withBoard(startDatabases)

  const listed = async (person: Person): Promise<string[]> =>
    (await person.call('GET', '/api/trash')).body.boards.map((board: { id: string }) => board.id)
  const restore = (person: Person, id: string) => person.call('POST', `/api/trash/${id}/restore`)
  /** A board with something of everything, in the trash. */
  async function trashed(title: string) {
    const made = await here.owner.makeBoard(title)
    await here.owner.bytes('POST', `/api/boards/${made.id}/files?fileId=one`, png(title.length))
    await here.owner.bytes('PUT', `/api/boards/${made.id}/picture`, png(9))
    await here.owner.call('DELETE', `/api/boards/${made.id}`)
    return made
  }

  test('a facilitator takes a board out, and it is as it was', async () => {
    const { id, keys } = await here.owner.makeBoard('Back again')
    const kim = await here.guest('editor', id, keys.editor)
    await here.owner.call('DELETE', `/api/boards/${id}`)
    const [entry] = (await here.owner.call('GET', '/api/trash')).body.boards
    expect(entry).toMatchObject({ id, title: 'Back again' })
    expect(Date.parse(entry.goneAt) - Date.parse(entry.trashedAt)).toBe(TRASH_KEPT_FOR)
    const answer = await restore(here.owner, id)
    expect(answer).toMatchObject({ status: 200, body: { id, title: 'Back again', role: 'facilitator' } })
    expect(answer.body.links.viewer).toContain(keys.viewer)
    expect((await kim.call('GET', `/api/boards/${id}`)).body.role).toBe('editor')
    expect(await listed(here.owner)).not.toContain(id)
    const kinds = (await here.owner.call('GET', `/api/boards/${id}/audit`)).body.entries
    expect(kinds.slice(0, 2).map((entry: { kind: string }) => entry.kind)).toEqual(['restored', 'trashed'])
  })

  test('[A1] [A3] nobody else does, nor do they see it', async () => {
    const { id, keys } = await here.owner.makeBoard('Not yours')
    const [editor, elsewhere] = [await here.guest('editor', id, keys.editor), await here.guest('facilitator')]
    await here.owner.call('DELETE', `/api/boards/${id}`)
    for (const person of [editor, elsewhere, new Person(here.http)])
      expect(await listed(person)).not.toContain(id)
    expect((await restore(editor, id)).body.code).toBe('not-allowed')
    expect((await restore(new Person(here.http, keys.viewer), id)).body.code).toBe('not-allowed')
    const unknown = (await restore(here.owner, UNKNOWN_BOARD)).body
    for (const person of [elsewhere, new Person(here.http), new Person(here.http, 'x'.repeat(32))])
      expect((await restore(person, id)).body).toEqual(unknown)
    expect((await restore(new Person(here.http, keys.facilitator), id)).status).toBe(200)
    expect((await restore(here.owner, id)).body).toEqual(unknown)
    expect((await new Person(here.http, keys.facilitator).call('GET', '/api/trash')).status).toBe(401)
  })

  test('the list comes a page at a time', async () => {
    const kim = new Person(here.http)
    const made: string[] = []
    for (let i = 0; i < 3; i++) {
      const { id } = await kim.makeBoard(`Old ${i}`)
      await kim.call('DELETE', `/api/boards/${id}`)
      made.push(id)
    }
    const seen: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const cursor: string = next && `&cursor=${encodeURIComponent(next)}`
      const { body } = await kim.call('GET', `/api/trash?limit=2${cursor}`)
      seen.push(...body.boards.map((board: { id: string }) => board.id))
      next = body.next
    }
    expect(seen).toHaveLength(3)
    expect(new Set(seen)).toEqual(new Set(made))
  })

  test('after thirty days it is gone with all it had; a day before it is not, nor is any other board', async () => {
    const { id } = await trashed('Soon over')
    const other = await here.owner.makeBoard('Goes on')
    const before = [await here.http.rowsOf(id), await here.http.rowsOf(other.id)]
    await here.http.sweep(Date.now() + TRASH_KEPT_FOR - DAY)
    expect([await here.http.rowsOf(id), await here.http.rowsOf(other.id)]).toEqual(before)
    const swept = await here.http.sweep(Date.now() + TRASH_KEPT_FOR + DAY)
    expect(swept.boards).toBeGreaterThanOrEqual(1)
    expect([await here.http.rowsOf(id), await here.http.rowsOf(other.id)]).toEqual([0, before[1]])
    expect(await listed(here.owner)).not.toContain(id)
    expect((await restore(here.owner, id)).status).toBe(404)
  })

  test('an image goes with the last board that shows it', async () => {
    const image = png(201)
    const sha256 = createHash('sha256').update(image).digest('hex')
    const [first, second] = [await here.owner.makeBoard('First'), await here.owner.makeBoard('Second')]
    for (const { id } of [first, second]) await here.owner.bytes('POST', `/api/boards/${id}/files`, image)
    await here.owner.call('DELETE', `/api/boards/${first.id}`)
    await here.http.sweep(Date.now() + TRASH_KEPT_FOR + DAY)
    expect(await here.http.blobs(sha256)).toBe(1)
    await here.owner.call('DELETE', `/api/boards/${second.id}`)
    await here.http.sweep(Date.now() + TRASH_KEPT_FOR + DAY)
    expect(await here.http.blobs(sha256)).toBe(0)
    const { id } = await here.owner.makeBoard('Third')
    expect((await here.owner.bytes('POST', `/api/boards/${id}/files`, image)).status).toBe(201)
  })

  test('images that are put on boards while others are erased are all there', async () => {
    const { id } = await here.owner.makeBoard('Busy')
    const put = async (n: number) => {
      const { status, body } = await here.owner.bytes('POST', `/api/boards/${id}/files`, png(n))
      expect(status).toBe(201)
      expect((await here.owner.call('GET', `/api/boards/${id}/files/${body.fileId}`)).status).toBe(200)
    }
    for (let round = 0; round < 5; round++) {
      const over = await here.owner.makeBoard('Over')
      for (let n = 0; n < 4; n++)
        await here.owner.bytes('POST', `/api/boards/${over.id}/files`, png(100 + round * 4 + n))
      await here.owner.call('DELETE', `/api/boards/${over.id}`)
      const numbers = [0, 1, 2, 3].map((n) => 100 + round * 4 + n)
      await Promise.all([here.http.sweep(Date.now() + TRASH_KEPT_FOR + DAY), ...numbers.map(put)])
    }
  })
})
