import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOpenAiStub, type OpenAiStub } from '../testing/openai-stub.ts'
import { openRemoteResident } from '../testing/resident.ts'

const entry = fileURLToPath(new URL('./node.ts', import.meta.url))
const WORDS = '要提前六十日书面通知。[S1]\n合同另有约定的，按合同约定的期限。[S1]'

describe('a process told to stop', () => {
  let stub: OpenAiStub
  let child: ChildProcess
  let base: string
  let output = ''
  const folder = mkdtempSync(join(tmpdir(), 'gw-drain-'))

  beforeAll(async () => {
    stub = await startOpenAiStub()
    // The first sentence at once, the second three seconds later: longer than anything but the wait for turns lasts.
    stub.answerWith({ kind: 'text', text: WORDS, chunkSize: 18, intervalMs: 1_500 })
    child = spawn(process.execPath, [entry], {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        PORT: '0',
        LOG_LEVEL: 'error',
        DATA_DIR: folder,
        OPENAI_BASE_URL: stub.baseUrl,
        CHAT_MODEL: 'stub-model',
      },
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    }
    for (let waited = 0; waited < 100_000; waited += 100) {
      const found = /residents 居民\s+(http\S+)\//.exec(output)?.[1]
      if (found !== undefined) {
        base = found
        return
      }
      await new Promise((settle) => setTimeout(settle, 100))
    }
    throw new Error(`server not ready: ${output}`)
  })
  afterAll(async () => {
    child.kill('SIGKILL')
    await stub.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('lets a turn finish its last words, takes no new connection, and leaves in order', async () => {
    const resident = await openRemoteResident(base)
    const exit = new Promise<number | null>((settle) => child.once('exit', (code) => settle(code)))
    let refused: Promise<boolean> | undefined
    const said = resident.say('业委会解聘物业要提前几天通知', {
      onEvent: (event) => {
        if (refused !== undefined || event.type !== 'answer.sentence') return
        child.kill('SIGTERM')
        const other = async (): Promise<boolean> => {
          await new Promise((settle) => setTimeout(settle, 200))
          return fetch(`${base}/healthz`, { headers: { Connection: 'close' } }).then(
            () => false,
            () => true,
          )
        }
        refused = other()
      },
    })
    // A stream that broke off has no end at all.
    const heard = await said.catch((error: unknown) => ({ events: [String(error)] }))
    expect(heard.events.at(-1)).toMatchObject({ type: 'turn.completed' })
    expect(await refused).toBe(true)
    expect(await exit, output).toBe(0)
  })
})
