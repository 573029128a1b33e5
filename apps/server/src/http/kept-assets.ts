/**
 * Keeps the hashed files of the page for a while after an upgrade, so that a page which was open before it can still
 * load its parts. They are kept in the data folder, since a new image or build brings only its own. Must never stop the
 * server from starting: without them, such a page asks its person to reload.
 */
import { copyFile, link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'

/** The folders of the page whose names hold a hash of the content. */
export const HASHED_FOLDERS = ['assets', path.join('excalidraw', 'fonts')] as const

/** How long files stay after the last start with a page that used them, in milliseconds. */
const KEEP_FOR = 14 * 24 * 60 * 60 * 1000
/** Past it, those that went out of use first are deleted. */
const MOST_BYTES = 300_000_000

type Kept = { readonly file: string; readonly bytes: number; readonly usedAt: number }

async function filesIn(folder: string): Promise<string[]> {
  const lists = await Promise.all(
    HASHED_FOLDERS.map(async (name) => {
      const entries = await readdir(path.join(folder, name), { recursive: true, withFileTypes: true }).catch(
        () => [],
      )
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    }),
  )
  return lists.flat()
}

/** A link takes no room, but reaches no other disk. A copy is renamed into place, so that a killed server leaves no half. */
async function copy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch {
    await copyFile(from, `${to}.part`)
    await rename(`${to}.part`, to)
  }
}

/**
 * Copies the files of the page in `built` to `kept`, and deletes from there what has been out of use for long. A file's
 * modification time says when it was used last.
 */
export async function keepAssets(built: string, kept: string, now: number): Promise<void> {
  const current = await filesIn(built)
  const before = new Set(await filesIn(kept))
  for (const file of current) {
    const target = path.join(kept, file)
    if (!before.has(file)) {
      await mkdir(path.dirname(target), { recursive: true })
      await copy(path.join(built, file), target)
    }
    await utimes(target, now / 1000, now / 1000)
  }
  const used = new Set(current)
  const older: Kept[] = []
  for (const file of await filesIn(kept)) {
    if (used.has(file)) continue
    const { size, mtimeMs } = await stat(path.join(kept, file))
    older.push({ file, bytes: size, usedAt: mtimeMs })
  }
  older.sort((a, b) => b.usedAt - a.usedAt)
  let bytes = 0
  for (const { file, bytes: size, usedAt } of older) {
    bytes += size
    if (now - usedAt > KEEP_FOR || bytes > MOST_BYTES) await rm(path.join(kept, file), { force: true })
  }
}
