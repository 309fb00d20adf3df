import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** First-load gzip bytes: the page, and what it names in its own markup; chunks loaded later do not count. */
const dist = fileURLToPath(new URL('../../dist/', import.meta.url))
const gzip = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length

function pageSize(folder: string): number {
  const page = join(dist, folder, 'index.html')
  const markup = readFileSync(page, 'utf8')
  return readdirSync(join(dist, folder, 'assets'))
    .filter((name) => markup.includes(name))
    .reduce((sum, name) => sum + gzip(join(dist, folder, 'assets', name)), gzip(page))
}

process.stdout.write(
  `${JSON.stringify({ loader: gzip(join(dist, 'loader/widget.js')), chat: pageSize('widget'), console: pageSize('console') })}\n`,
)
