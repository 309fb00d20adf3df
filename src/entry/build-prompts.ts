import { createHash } from 'node:crypto'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type ParsedPrompt, parsePrompt } from '../prompts/parse-prompt.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TARGET = `${ROOT}src/prompts/prompts.generated.ts`
const LOCK = `${ROOT}prompts/prompts.lock.json`

type Built = { catalogue: string; lock: Record<string, string> }

async function readVersions(): Promise<{ key: string; prompt: ParsedPrompt; sha256: string }[]> {
  const files = (await readdir(`${ROOT}prompts`, { recursive: true })).filter((path) =>
    /\/v\d+\.md$/u.test(path),
  )
  return Promise.all(
    files.toSorted().map(async (path) => {
      const content = await readFile(`${ROOT}prompts/${path}`, 'utf8')
      const prompt = parsePrompt(path, content)
      const expected = `${prompt.id}/v${prompt.version}.md`
      if (path !== expected) throw new Error(`prompts/${path} calls itself ${expected}`)
      return { key: path, prompt, sha256: createHash('sha256').update(content).digest('hex') }
    }),
  )
}

async function build(): Promise<Built> {
  const versions = await readVersions()
  const active: Record<string, number> = JSON.parse(
    await readFile(`${ROOT}prompts/active.json`, 'utf8'),
  )
  const locked: Record<string, string> = JSON.parse(await readFile(LOCK, 'utf8').catch(() => '{}'))
  for (const { key, sha256 } of versions) {
    const released = locked[key]
    if (released !== undefined && released !== sha256) {
      throw new Error(`prompts/${key} was released and has changed: add a new version instead`)
    }
  }
  const entries = Object.entries(active).map(([id, version]) => {
    const found = versions.find(({ prompt }) => prompt.id === id && prompt.version === version)
    if (found === undefined)
      throw new Error(`active.json names ${id} v${version}, which is not there`)
    return `  ${JSON.stringify(id)}: ${JSON.stringify(found.prompt, null, 2).replaceAll('\n', '\n  ')},`
  })
  const catalogue = `// Written by \`npm run build:prompts\` from prompts/. Do not edit.\n\nexport const PROMPTS = {\n${entries.join('\n')}\n} as const\n`
  return { catalogue, lock: Object.fromEntries(versions.map(({ key, sha256 }) => [key, sha256])) }
}

const built = await build()
const lockText = `${JSON.stringify(built.lock, null, 2)}\n`
if (process.argv.includes('--check')) {
  const same =
    (await readFile(TARGET, 'utf8').catch(() => '')) === built.catalogue &&
    (await readFile(LOCK, 'utf8').catch(() => '')) === lockText
  if (!same) {
    process.stderr.write('src/prompts/prompts.generated.ts is stale: run npm run build:prompts\n')
    process.exitCode = 1
  }
} else {
  await writeFile(TARGET, built.catalogue)
  await writeFile(LOCK, lockText)
  process.stdout.write(`${Object.keys(built.lock).length} prompt versions\n`)
}
