import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { testFolder } from '../../src/testing/knowledge.ts'
import { prepareKnowledge } from '../run-suite.ts'
import { PLANTED } from './planted.ts'

const Last = z.object({
  suites: z.array(
    z.object({
      suite: z.string(),
      change: z.string(),
      down: z.array(z.string()),
    }),
  ),
})

const folder = testFolder()
let prepared: string
beforeAll(async () => {
  // The mistakes are in what reads the knowledge, so it is read once for all of them.
  const database = await prepareKnowledge()
  if (database === undefined) throw new Error('the plants are judged on an embedded database')
  prepared = folder.write('knowledge.tar', database)
}, 120_000)
afterAll(() => folder.remove())

function run(args: readonly string[], plant: string | undefined, out: string): Promise<number> {
  const preload = plant === undefined ? [] : ['--import', './evals/regressions/preload.ts']
  const given = [...args, '--prepared', prepared, '--out', out]
  const child = spawn(process.execPath, [...preload, 'evals/cli.ts', ...given], {
    env: { ...process.env, PLANT: plant, DATABASE_URL: '' },
    stdio: 'ignore',
  })
  return new Promise((settle) => {
    child.on('close', (code) => settle(code ?? -1))
  })
}

/** R-OPS-3: a change that makes the service worse does not pass unseen. */
describe('planted regressions', () => {
  it.each(PLANTED)(
    '$name is caught by the suite $suite',
    async ({ name, suite, args }) => {
      const out = `${folder.path}/${suite}`
      const code = await run(['--suite', suite, ...args], name, out)
      const [seen] = Last.parse(JSON.parse(readFileSync(`${out}/last.json`, 'utf8'))).suites
      // Told as worse, down to the cases, and by the exit code that CI looks at.
      expect(seen).toMatchObject({ suite, change: 'worse' })
      expect(seen?.down.length).toBeGreaterThan(4)
      expect(code).toBe(1)
    },
    120_000,
  )

  it('without a plant the same part of a suite passes', async () => {
    const out = `${folder.path}/sound`
    expect(await run(['--suite', 'emergency', '--filter', '煤气'], undefined, out)).toBe(0)
  }, 120_000)
})
