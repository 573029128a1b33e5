/** How much a folder holds. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** Bytes of all files below. Files that go away meanwhile count nothing. */
export async function directorySize(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    try {
      bytes += (await stat(path.join(entry.parentPath, entry.name))).size
    } catch {
      // A database has tidied up.
    }
  }
  return bytes
}
