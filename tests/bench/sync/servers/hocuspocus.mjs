/**
 * Hocuspocus with what its SQLite extension does. That extension needs a compiler or a download; libsql is the same
 * database with its binary in the package, so the extension's two queries are here.
 */
import path from 'node:path'
import { Database as Persistence } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'
import Database from 'libsql'

const database = new Database(path.join(process.argv[2], 'documents.sqlite'))
database.exec('create table if not exists documents (name varchar(255) not null unique, data blob not null)')
const read = database.prepare('select data from documents where name = ?')
const write = database.prepare(
  'insert into documents (name, data) values (?, ?) on conflict (name) do update set data = excluded.data',
)

const server = new Server({
  quiet: true,
  port: 0,
  address: '127.0.0.1',
  extensions: [
    new Persistence({
      fetch: ({ documentName }) => Promise.resolve(read.get(documentName)?.data ?? null),
      store: ({ documentName, state }) => Promise.resolve(void write.run(documentName, state)),
    }),
  ],
})
await server.listen()
console.log(`ready at http://127.0.0.1:${server.httpServer.address().port}`)
