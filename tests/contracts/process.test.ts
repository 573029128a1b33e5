/**
 * The process from outside: how it starts, what it says when it cannot, and how it ends.
 */
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, rename, stat, writeFile } from 'node:fs/promises'
import { connect as connectSocket, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { lockFolder } from '../../apps/server/src/database/folder-lock.ts'
import { createBoard } from '../support/boards.ts'
import { connect } from '../support/client.ts'
import { runToExit, startServer, type RunningServer, type ServerOptions } from '../support/server.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gamelan-process-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Starts a server that cannot come up; answers the one line that it says. */
async function complaint(options: Partial<ServerOptions>): Promise<string> {
  const { code, stderr } = await runToExit({
    sources: true,
    dataDir: path.join(folder, 'unused'),
    ...options,
  })
  expect(code).toBe(1)
  const lines = stderr.trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^Gamelan cannot start: /)
  return lines[0] ?? ''
}

describe('a start that cannot succeed says why in one line, and ends with 1', () => {
  test('wrong settings, every one of them', async () => {
    const line = await complaint({ env: { LOG_LEVEL: 'loud', SECRET: 'short', PUBLIC_URL: 'here' } })
    for (const name of ['LOG_LEVEL', 'SECRET', 'PUBLIC_URL']) expect(line).toContain(name)
  })

  test('a port in use', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    expect(await complaint({ port, env: { HOST: '127.0.0.1' } })).toContain(`127.0.0.1:${port}`)
    other.close()
  })

  test('an address that this machine does not have', async () => {
    expect(await complaint({ env: { HOST: '192.0.2.1' } })).toContain('192.0.2.1')
  })

  test('a data folder that cannot be one', async () => {
    const file = path.join(folder, 'a file')
    await writeFile(file, 'not a folder')
    expect(await complaint({ dataDir: file })).toMatch(/something else: .*a file\. Move that away/)
  })

  test('a secret that somebody has cut short', async () => {
    const dataDir = path.join(folder, 'cut short')
    await mkdir(dataDir)
    await writeFile(path.join(dataDir, 'secret'), 'short')
    expect(await complaint({ dataDir })).toMatch(/too short .*secret has fewer than 32/)
  })

  test('a database behind a network that swallows what is sent', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const url = `postgres://u:hush@127.0.0.1:${port}/boards?connect_timeout=1`
    expect(await complaint({ env: { DATABASE_URL: url } })).toContain('no answer in 1 s')
    silent.close()
  })

  test('a database that does not answer, and its password is not said', async () => {
    const line = await complaint({ env: { DATABASE_URL: 'postgres://u:hush@127.0.0.1:1/boards' } })
    expect(line).toContain('127.0.0.1:1/boards')
    expect(line).not.toContain('hush')
  })

  test('a data folder that another process has open', async () => {
    const dataDir = path.join(folder, 'shared')
    const server = await startServer({ sources: true, dataDir })
    expect(await complaint({ dataDir })).toContain(dataDir)
    await server.stop()
  })
})

describe('the lock of a data folder', () => {
  test('is held by one at a time, and free after its release', async () => {
    const held = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'data-locked' })
    await held.release()
    await (await lockFolder(folder)).release()
  })

  test('that a killed process left behind is taken over, and never by two of many who try at once', async () => {
    const server = await startServer({ sources: true, dataDir: folder })
    await server.kill('SIGKILL')
    expect((await stat(path.join(folder, 'lock'))).isSocket()).toBe(true)
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
    const locks = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []))
    // Those who meet while they take it over may all step back; whoever tries next then has it.
    expect(locks.length).toBeLessThanOrEqual(1)
    const held = locks[0] ?? (await lockFolder(folder))
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'data-locked' })
    await held.release()
  })

  test('that was mistaken for a stale one, and is away for a moment, is nobody else’s', async () => {
    const held = await lockFolder(folder)
    const address = path.join(folder, 'lock')
    await rename(address, `${address}.aside`)
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'data-locked' })
    await rename(`${address}.aside`, address)
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'data-locked' })
    await held.release()
    await (await lockFolder(folder)).release()
  })

  test('works where the path is too long for a socket', async () => {
    const deep = path.join(folder, 'x'.repeat(60), 'y'.repeat(60))
    await mkdir(deep, { recursive: true })
    const held = await lockFolder(deep)
    await expect(lockFolder(deep)).rejects.toMatchObject({ code: 'data-locked' })
    await held.release()
  })
})

describe('a running server', () => {
  let server: RunningServer
  afterEach(async () => {
    await server.stop()
  })

  test('[S11] says one line when it is ready, and on SIGTERM saves, sends all away with 1012, and ends with 0', async () => {
    server = await startServer({ sources: true })
    expect(server.stdout()).toBe(`Gamelan is ready at ${server.origin}\n`)
    expect(await (await fetch(`${server.origin}/healthz`)).json()).toEqual({ status: 'alive' })
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200)
    const board = await createBoard(server.origin)
    const client = connect(server.origin, board.id, { key: board.keys.editor })
    await client.synced()
    const closed = new Promise<number | undefined>((resolve) =>
      client.provider.once('connection-close', (event: { code: number } | null) => resolve(event?.code)),
    )
    client.elements.set('just before the end', true)
    const ending = server.kill('SIGTERM')
    expect(await closed).toBe(1012)
    client.close()
    expect((await ending).code).toBe(0)

    await server.restart()
    const fresh = connect(server.origin, board.id, { key: board.keys.viewer })
    await fresh.synced()
    expect(fresh.elements.has('just before the end')).toBe(true)
    fresh.close()
  })

  test('[S11] ends with 0 whatever connections are open', async () => {
    server = await startServer({ sources: true })
    const { hostname, port } = new URL(server.origin)
    const unfinished = [
      '',
      'GET / HTTP/1.1\r\n',
      `PUT /api/me HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    ]
    for (const text of unfinished) {
      const socket = connectSocket(Number(port), '127.0.0.1')
      socket.on('error', () => socket.destroy())
      await once(socket, 'connect')
      socket.write(text)
    }
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200)
    const { code, stderr } = await server.kill('SIGTERM')
    expect(stderr).not.toContain('fatal')
    expect(code).toBe(0)
  })

  test('tells its figures, and logs neither keys nor tickets', async () => {
    server = await startServer({ sources: true })
    const board = await createBoard(server.origin)
    const client = connect(server.origin, board.id, { key: board.keys.editor })
    await client.synced()
    const figures = await (await fetch(`${server.origin}/metrics`)).text()
    expect(figures).toContain('gamelan_rooms 1')
    expect(figures).toContain('gamelan_sync_sockets 1')
    client.close()
    const refused = new WebSocket(`${server.origin.replace('http', 'ws')}/sync/${board.id}?ticket=a-ticket`)
    await new Promise((resolve) => refused.on('close', resolve))
    await server.kill('SIGTERM')
    const log = server.stderr()
    expect(log).toContain(board.id)
    for (const secret of [...Object.values(board.keys), 'a-ticket']) expect(log).not.toContain(secret)
  })

  test('makes its secret once, for its owner alone, and keeps it', async () => {
    server = await startServer({ sources: true })
    const file = path.join(server.dataDir, 'secret')
    const secret = await readFile(file, 'utf8')
    expect(secret.trim().length).toBeGreaterThanOrEqual(32)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await server.restart()
    expect(await readFile(file, 'utf8')).toBe(secret)
  })
})
