/**
 * A board whose document says that a newer Gamelan made it. Every call that would work on its drawing says so, and a
 * facilitator gets the board back by a restore (M14, H4).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BoardScene, documentVersion } from '@gamelan/board-model'
import * as Y from 'yjs'
import { checksum } from '../../apps/server/src/history/codec.ts'
import { documentOf, readUpdates } from './history-app.ts'
import { databases, rectangle, startWithBoard } from './http-app.ts'
import type { Started } from './http-app.ts'

describe.each(databases.slice(0, 1))(
  '[fault V19] a document of a newer version on %s',
  (_, startDatabases) => {
    let http: Started['http']
    let owner: Started['owner']
    let stop: Started['stop']

    beforeAll(async () => {
      ;({ http, owner, stop } = await startWithBoard(startDatabases))
      await owner.call('PUT', '/api/me', { name: 'Olu', color: '#1864ab' })
    })
    afterAll(async () => {
      await stop()
    })

    const write = async (id: string, seq: number, payload: Uint8Array): Promise<void> => {
      const no = `(select no from boards where id = '${id}')`
      const author = `(select author from updates where board = ${no} order by seq limit 1)`
      const bytes = `decode('${Buffer.from(payload).toString('hex')}', 'hex')`
      await http.database.queries.execute(
        `insert into updates (board, author, seq, at, checksum, payload)
       values (${no}, ${author}, ${seq}, now(), ${checksum(payload)}, ${bytes})`,
      )
    }

    /** A board with one rectangle at seq 2, which somebody gave another version at seq 3. */
    async function newerBoard(): Promise<string> {
      const { id } = await owner.makeBoard('Made by a newer one')
      const doc = new Y.Doc()
      doc.clientID = 77
      doc.getMap('elements').set('r', new Y.Map([['base', { ...rectangle('r'), index: 'a0' }]]))
      await write(id, 2, Y.encodeStateAsUpdate(doc))
      // Highest of all client ids, so that it wins against the version that the server wrote.
      const forged = new Y.Doc()
      forged.clientID = 0xffff_fff0
      forged.getMap('meta').set('version', 2)
      await write(id, 3, Y.encodeStateAsUpdate(forged))
      return id
    }

    const documentAt = async (id: string, seq: number) =>
      documentOf(...(await readUpdates(owner, id, 0, seq)).updates.map(({ update }) => update))

    test('import, export, fork, erase and a restore to that moment say so and change nothing', async () => {
      const id = await newerBoard()
      expect(documentVersion(await documentAt(id, 3))).toBe(2)
      const at = `/api/boards/${id}`
      const calls = [
        ['POST', '/import', { type: 'excalidraw', elements: [rectangle('x')] }],
        ['GET', '/scene', undefined],
        ['POST', '/fork', {}],
        ['POST', '/restore', { seq: 3 }],
        ['POST', '/erase/plan', { elements: ['r'] }],
        ['POST', '/erase', { elements: ['r'], confirm: 'x' }],
      ] as const
      for (const [method, path, body] of calls) {
        const { status, body: said } = await owner.call(method, at + path, body)
        expect([path, status, said?.code]).toEqual([path, 409, 'document-newer'])
      }
      const { head } = (await owner.call('GET', `${at}/history`)).body
      expect(head).toBe(3)
      expect((await owner.call('GET', `${at}/scene?at=2`)).status).toBe(200)
    })

    test('[H4] a restore of an earlier moment brings the board back', async () => {
      const id = await newerBoard()
      const at = `/api/boards/${id}`
      const restored = await owner.call('POST', `${at}/restore`, { seq: 2 })
      expect(restored.status).toBe(200)
      const doc = await documentAt(id, restored.body.seq)
      expect(documentVersion(doc)).toBe(1)
      expect(new BoardScene(doc).all().map((element) => element.id)).toEqual(['r'])
      const imported = await owner.call('POST', `${at}/import`, {
        type: 'excalidraw',
        elements: [rectangle('x')],
      })
      expect([imported.status, imported.body.added]).toEqual([201, ['x']])
    })

    test('a series that is played again says so', async () => {
      const id = await newerBoard()
      const rule = { weekday: 2, start: '16:00', minutes: 60, timeZone: 'Europe/Berlin', from: '2026-03-01' }
      const series = { title: 'Weekly', question: '', rule, role: 'editor' }
      const made = await owner.call('POST', `/api/boards/${id}/series`, series)
      expect(made.status).toBe(201)
      const again = await owner.call('POST', `/api/series/${made.body.id}/play-again`, {})
      expect([again.status, again.body?.code]).toEqual([409, 'document-newer'])
    })
  },
)
