/** @y/websocket-server as its own bin starts it, with the LevelDB persistence that it can be given by code. */
import { createServer } from 'node:http'
import { setPersistence, setupWSConnection } from '@y/websocket-server/utils'
import { WebSocketServer } from 'ws'
import { LeveldbPersistence } from 'y-leveldb'
import { encodeStateAsUpdate as encodeStored } from 'yjs'
import * as Y from 'yjs-14'

const store = new LeveldbPersistence(process.argv[2])
setPersistence({
  provider: store,
  // As y-websocket's own was until it left the package. Only bytes pass between the store's Yjs and the server's.
  async bindState(name, doc) {
    const stored = await store.getYDoc(name)
    await store.storeUpdate(name, Y.encodeStateAsUpdate(doc))
    Y.applyUpdate(doc, encodeStored(stored))
    doc.on('update', (update) => void store.storeUpdate(name, update))
  },
  writeState: () => Promise.resolve(),
})

const server = createServer()
const sockets = new WebSocketServer({ noServer: true })
sockets.on('connection', setupWSConnection)
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request))
})
server.listen(0, '127.0.0.1', () => console.log(`ready at http://127.0.0.1:${server.address().port}`))
