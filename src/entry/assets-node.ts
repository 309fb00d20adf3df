import { readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AssetSource } from '../http/env.ts'

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url))

/** Built files from `dist/`, each read once. */
export function nodeAssets(directory: string = DIST): AssetSource {
  const cache = new Map<string, { body: Uint8Array<ArrayBuffer>; etag: string }>()
  return {
    async read(path) {
      const known = cache.get(path)
      if (known !== undefined) return known
      const full = normalize(join(directory, path))
      if (!full.startsWith(directory.endsWith(sep) ? directory : directory + sep)) return undefined
      try {
        const body = new Uint8Array(await readFile(full))
        const entry = {
          body,
          etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 24)}"`,
        }
        cache.set(path, entry)
        return entry
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code
        if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined
        throw error
      }
    },
  }
}
