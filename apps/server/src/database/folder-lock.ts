/**
 * One process at a time for a data folder. The lock is a Unix socket that its owner listens on, since the kernel
 * ends that with the process: a file with a process id outlives kill -9, and in containers every id is 1. Must never
 * take a lock whose owner answers.
 *
 * A socket file that nobody listens on is stale. It is taken away by renaming it, which only one process can do, and
 * asked once more under its new name, so that a lock taken in between is put back. Whoever takes the address while it
 * is away finds it there, and steps back.
 */
import { createHash, randomBytes } from 'node:crypto'
import { link, readdir, rename, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { causeCode, GamelanError } from '../errors.ts'

export type FolderLock = { release(): Promise<void> }

/** Longest address of a Unix socket on every system that Node runs on, with some room. */
const ADDRESS_BYTES = 100
const ATTEMPTS = 5
/** Milliseconds that one who took an address in error is given to go. */
const STEP_BACK = 5
/** File systems without sockets (some shared folders of virtual machines) answer with one of these. */
const NO_SOCKETS_HERE = new Set(['ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'EPERM', 'ENOSYS'])

/** Takes the lock of a folder (an absolute path). Throws `data-locked` while another process holds it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const inFolder = shortest(path.join(folder, 'lock'))
  const elsewhere = path.join(
    tmpdir(),
    `gamelan-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`,
  )
  if (process.platform === 'win32') return take(`\\\\.\\pipe\\${path.basename(elsewhere)}`, folder)
  if (inFolder === undefined) return take(elsewhere, folder)
  try {
    return await take(inFolder, folder)
  } catch (error) {
    if (!NO_SOCKETS_HERE.has(causeCode(error) ?? '')) throw error
    return take(elsewhere, folder)
  }
}

/** The address that fits: absolute, or else relative to the working directory. */
function shortest(file: string): string | undefined {
  return [file, path.relative(process.cwd(), file)].find((name) => Buffer.byteLength(name) <= ADDRESS_BYTES)
}

async function take(address: string, folder: string): Promise<FolderLock> {
  const token = randomBytes(12).toString('hex')
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const server = await listen(address, token)
    if (server !== undefined) {
      // Somebody may have mistaken the new socket for the stale one in the moment before it listened.
      // Asked last: one aside that gives up removes whatever file is at the address.
      if (!(await isAnybodyAside(address)) && (await ask(address)) === token)
        return { release: () => closed(server) }
      await closed(server)
      break
    }
    if ((await ask(address)) !== undefined) break
    if (!(await takeAway(address, `${address}.${token}`))) break
  }
  throw new GamelanError('data-locked', { detail: folder })
}

/** undefined: the address is taken, by whomever. */
function listen(address: string, token: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.end(token)
    })
    server.unref()
    server.on('error', (error) => {
      if (causeCode(error) === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(address, () => {
      resolve(server)
    })
  })
}

/** What the owner of the address answers; undefined: nobody is there. */
function ask(address: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(address)
    socket.setEncoding('utf8')
    socket.on('data', (data: string) => (answer += data))
    socket.on('end', () => {
      resolve(answer)
    })
    socket.on('error', (error) => {
      const code = causeCode(error)
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(undefined)
      else if (code === 'ECONNRESET' || code === 'EPIPE') resolve(answer)
      else reject(error)
    })
  })
}

/** Removes a stale socket file. false: somebody alive was behind it after all, and it is back in its place. */
async function takeAway(address: string, aside: string): Promise<boolean> {
  try {
    await rename(address, aside)
  } catch (error) {
    if (causeCode(error) === 'ENOENT') return true
    throw error
  }
  const alive = (await ask(aside)) !== undefined
  if (alive) await putBack(aside, address)
  await unlink(aside)
  return !alive
}

/** Where somebody took the address meanwhile, they find what is aside, and go; or else nobody is there any more. */
async function putBack(aside: string, address: string): Promise<void> {
  while ((await ask(aside)) !== undefined) {
    try {
      await link(aside, address)
      return
    } catch (error) {
      if (causeCode(error) !== 'EEXIST') throw error
      await new Promise((resolve) => setTimeout(resolve, STEP_BACK))
    }
  }
}

/** Whether a lock was mistaken for a stale one and is not back in its place yet. */
async function isAnybodyAside(address: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  const folder = path.dirname(address)
  const name = `${path.basename(address)}.`
  for (const file of await readdir(folder)) {
    if (file.startsWith(name) && (await ask(path.join(folder, file))) !== undefined) return true
  }
  return false
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
  })
}
