import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))
const CONFIGS = [
  'src/widget/loader.vite.config.ts',
  'src/widget/vite.config.ts',
  'src/widget/offline.vite.config.ts',
  'src/console/vite.config.ts',
]
const INPUTS = ['src/widget', 'src/console', 'src/protocol']
/** Tables the resident page carries, so that numbers and emergency texts need no network. */
const TABLES = ['knowledge/tables/numbers.json', 'knowledge/tables/emergency.json']

/** Sources, lock file and Node version: the bundles are rebuilt when any of them changes. */
function fingerprint(): string {
  const hash = createHash('sha256').update(process.version)
  hash.update(readFileSync(join(root, 'package-lock.json')))
  for (const table of TABLES) hash.update(readFileSync(join(root, table)))
  for (const input of INPUTS) {
    const names = readdirSync(join(root, input), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
    for (const name of names) hash.update(name.slice(root.length)).update(readFileSync(name))
  }
  return hash.digest('hex')
}

const stamp = join(root, 'dist/.built-from')
const wanted = fingerprint()
const current = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
if (wanted !== current || process.argv.includes('--force')) {
  process.stdout.write('Building the browser bundles · 正在构建页面…\n')
  for (const configFile of CONFIGS)
    await build({ configFile: join(root, configFile), logLevel: 'warn' })
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}
