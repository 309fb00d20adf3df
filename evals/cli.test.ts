import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { testFolder } from '../src/testing/knowledge.ts'

// A process of its own, with a whole database: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 })

const folder = testFolder()
afterAll(() => folder.remove())

function run(...args: string[]): { status: number | null; lines: string[]; error: string } {
  const result = spawnSync(process.execPath, ['evals/cli.ts', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: '' },
  })
  return { status: result.status, lines: result.stdout.trim().split('\n'), error: result.stderr }
}

describe('npm run eval', () => {
  it('a set by path ends with one line of JSON, whatever was printed before', () => {
    const spans = [{ label: 'city', start: 0, end: 3, text: '武汉市' }]
    const file = folder.write('a.jsonl', `${JSON.stringify({ id: '1', text: '武汉市', spans })}\n`)
    const { status, lines } = run('addresses', file)
    expect(status).toBe(0)
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      suite: 'addresses',
      metrics: { span_f1: 1 },
      n: 1,
    })
  })

  it('a suite by its bare name, down to one case, with its reports', () => {
    const out = `${folder.path}/out`
    const { status, lines } = run('reply-check', '--case', 'rp-001', '--out', out)
    expect(lines.join('\n')).toContain('reply-check')
    expect(status).toBe(0)
    expect(readFileSync(`${out}/index.html`, 'utf8')).toContain('<h2 id="reply-check">')
    expect(readFileSync(`${out}/junit.xml`, 'utf8')).toContain('classname="reply-check"')
  })

  it('a name nobody knows, and an option without its file, exit with 2 and say what there is', () => {
    const unknown = run('nothing')
    expect(unknown).toMatchObject({ status: 2 })
    expect(unknown.error).toContain('Unknown "nothing"')
    expect(unknown.error).toContain('answers')
    expect(run('addresses')).toMatchObject({ status: 2, error: 'addresses: a file is needed\n' })
  })

  it('a choice that leaves nothing to run is a mistake, not a success', () => {
    expect(run('--suite', 'reply-check', '--case', 'no-such-case')).toMatchObject({
      status: 2,
      error: 'No case fits --suite, --filter and --case.\n',
    })
  })
})
