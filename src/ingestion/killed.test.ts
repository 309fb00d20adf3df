import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openEmbedded } from '../db/embedded.ts'
import { retrievePassages } from '../retrieval/index.ts'
import { knowledgeContext, markdown, testFolder } from '../testing/knowledge.ts'
import { ingestPath } from './index.ts'

const CHILD = fileURLToPath(new URL('../testing/ingest-child.ts', import.meta.url))

/** Runs the ingestion in a process of its own; with `killAfter`, kills it -9 once so many chunks are written. */
async function runChild(directory: string, file: string, killAfter = Infinity): Promise<string> {
  const child = spawn(process.execPath, [CHILD, directory, file])
  let seen = ''
  let errors = ''
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
  child.stdout.on('data', (data: Buffer) => {
    seen += data.toString()
    const written = Number(seen.trim().split('\n').at(-1))
    if (written >= killAfter) child.kill('SIGKILL')
  })
  await new Promise((settle) => child.on('close', settle))
  return seen + errors
}

it('kill -9 during ingestion: after restart the old document answers, nothing half written does', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'gw-killed-'))
  const folder = testFolder()
  try {
    const old = markdown({ id: 'notice', title: '通告' }, '## 停水\n旧版停水通知。')
    expect(await runChild(directory, folder.write('a.md', old))).toContain('done')
    const sections = Array.from(
      { length: 1200 },
      (_, at) => `## 第${at}节\n新版停水通知第${at}号。`,
    )
    const file = folder.write(
      'a.md',
      markdown({ id: 'notice', title: '通告' }, sections.join('\n')),
    )
    expect(await runChild(directory, file, 200)).not.toContain('done')

    const database = await openEmbedded(directory)
    try {
      const ctx = knowledgeContext(database.sql)
      const [written] = await database.sql<{ n: number }[]>`select count(*)::int as n from chunks`
      expect(written?.n).toBeGreaterThan(100)
      const { passages } = await retrievePassages(ctx, { question: '停水通知' })
      expect(passages.map(({ text }) => text)).toEqual(['旧版停水通知。'])
      // Ingesting again makes it whole and sweeps what the killed process left.
      await ingestPath(ctx, { path: file })
      const [whole] = await database.sql<{ n: number }[]>`select count(*)::int as n from chunks`
      expect(whole?.n).toBe(1200)
    } finally {
      await database.close()
    }
  } finally {
    folder.remove()
    rmSync(directory, { recursive: true, force: true })
  }
}, 90_000)
