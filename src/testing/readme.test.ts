import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (name: string): string => readFileSync(root + name, 'utf8')
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { resolved?: string }>
}
const files = ['README.md', 'README.zh-CN.md', 'knowledge/README.md', 'prompts/README.md']

describe('documentation', () => {
  it.each(files)('every path named in %s exists', (file) => {
    const text = read(file)
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path ?? '')
    const base = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : ''
    const named = [
      ...text.matchAll(/`((?:src|knowledge|prompts|evals|\.ci|\.docs)\/[\w./-]*)`/g),
    ].map(([, path]) => path ?? '')
    expect(
      [...links.map((path) => base + path), ...named].filter((path) => !existsSync(root + path)),
    ).toEqual([])
  })

  it.each(files)('every npm script named in %s exists', (file) => {
    const scripts = [...read(file).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? '')
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([])
  })

  it('every setting in the table is one the program reads, and none is missing', async () => {
    const { SETTING_NAMES } = await import('../config.ts')
    const section = read('README.md').split('## Configuration')[1]?.split('\n## ')[0] ?? ''
    const rows = section.split('\n').filter((line) => line.startsWith('| `'))
    const named = rows.flatMap((line) =>
      [...(line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name ?? ''),
    )
    expect(named.toSorted()).toEqual(SETTING_NAMES.filter((name) => name !== 'NODE_ENV').toSorted())
  })
})

describe('dependencies', () => {
  it('the lock file names only the public registry, and there is one openai, one zod, one vitest', () => {
    const hosts = Object.values(lock.packages).flatMap(({ resolved }) =>
      resolved === undefined || !resolved.startsWith('http') ? [] : [new URL(resolved).host],
    )
    expect([...new Set(hosts)].filter((host) => host !== 'registry.npmjs.org')).toEqual([])
    for (const name of ['openai', 'zod', 'vitest']) {
      const copies = Object.keys(lock.packages).filter((path) =>
        path.endsWith(`node_modules/${name}`),
      )
      expect(copies, name).toEqual([`node_modules/${name}`])
    }
  })
})
