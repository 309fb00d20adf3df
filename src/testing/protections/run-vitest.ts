import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Protection } from './protection.ts'
import { Report } from './verdict.ts'

type Run = {
  root: string
  project: 'unit' | 'server'
  file: string
  tests: readonly Protection['test'][]
}
export type Ran = { report: Report | undefined; output: string }

/** Longer than any test is allowed to take. */
const PATIENCE_MS = 420_000

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Runs a command in a process group of its own, so that nothing it started outlives it. */
export async function runCommand(
  root: string,
  args: readonly string[],
  environment: Record<string, string | undefined> = {},
): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    env: { ...process.env, ...environment },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  const closed = once(child, 'close')
  const timer = setTimeout(() => endGroup(child.pid), PATIENCE_MS)
  await once(child, 'exit')
  clearTimeout(timer)
  endGroup(child.pid)
  await closed
  return output
}

function endGroup(id: number | undefined): void {
  try {
    if (id !== undefined) process.kill(-id, 'SIGKILL')
  } catch (error) {
    // Nothing of it is left: what is wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** These tests of one file and no other, unless one of them stands on others; with the project's own configuration. */
export async function runVitest({ root, project, file, tests }: Run): Promise<Ran> {
  const path = join(root, '.test-results', 'prove.json')
  rmSync(path, { force: true })
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'src/testing/vitest.config.ts']
  args.push('--project', project, '--reporter=json', `--outputFile.json=${path}`)
  args.push(file)
  if (tests.every(({ chapter }) => chapter !== true))
    args.push('-t', `(?:${tests.map(({ name }) => literal(name)).join('|')})$`)
  const database = project === 'unit' ? { TEST_DATABASE_URL: '' } : {}
  const output = await runCommand(root, args, database)
  const report = existsSync(path) ? Report.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined
  return { report, output }
}
