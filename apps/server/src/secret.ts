/**
 * The secret that signs cookies and makes link keys. Must never be logged, and must never change by itself: with
 * another secret no cookie is good, and no link that was handed out is shown to anybody again.
 */
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { causeCode, dataError, GamelanError } from './errors.ts'
import { SECRET_LENGTH } from './limits.ts'

/** The secret of a data folder; made there, readable by its owner alone, where there is none. */
export async function keptSecret(dataDir: string): Promise<string> {
  const file = path.resolve(dataDir, 'secret')
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    const kept = await read(file)
    if (kept !== undefined) return kept
    // Written aside and linked into place: two that start at once agree, and a crash leaves no half a secret.
    const aside = `${file}.${randomBytes(6).toString('hex')}`
    await writeFile(aside, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
    try {
      await link(aside, file)
    } catch (error) {
      if (causeCode(error) !== 'EEXIST') throw error
    } finally {
      await unlink(aside)
    }
    const made = await read(file)
    if (made === undefined) throw new Error(`${file} vanished while it was made`)
    return made
  } catch (error) {
    if (error instanceof GamelanError) throw error
    throw dataError(path.dirname(file), error)
  }
}

async function read(file: string): Promise<string | undefined> {
  try {
    const secret = (await readFile(file, 'utf8')).trim()
    if (secret.length >= SECRET_LENGTH) return secret
    throw new GamelanError('secret-too-short', {
      detail: `${file} has fewer than ${SECRET_LENGTH} characters`,
    })
  } catch (error) {
    if (causeCode(error) === 'ENOENT') return undefined
    throw error
  }
}
