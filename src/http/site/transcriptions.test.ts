import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createModels } from '../../llm/index.ts'
import { embeddedDatabase, type TestDatabase } from '../../testing/database.ts'
import { testPorts } from '../../testing/ports.ts'
import { createApp } from '../../app.ts'

type Heard = { path: string; type: string; body: string }

describe('R-A11Y-3: speech to text', () => {
  let database: TestDatabase
  let recogniser: Server
  let baseUrl: string
  const heard: Heard[] = []
  beforeAll(async () => {
    database = await embeddedDatabase()
    recogniser = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        heard.push({
          path: request.url ?? '',
          type: request.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString('latin1'),
        })
        response
          .writeHead(200, { 'Content-Type': 'application/json' })
          .end(JSON.stringify({ text: ' 小区路灯坏了三天 ' }))
      })
    })
    await new Promise<void>((settle) => recogniser.listen(0, '127.0.0.1', settle))
    baseUrl = `http://127.0.0.1:${(recogniser.address() as AddressInfo).port}/v1`
  })
  afterAll(async () => {
    recogniser.close()
    await database.close()
  })

  async function send(
    settings: Record<string, string>,
    body: BodyInit,
    type = 'audio/webm;codecs=opus',
  ): Promise<{ status: number; body: { text?: string; voice?: string } }> {
    const ports = await testPorts(database.sql, { settings })
    const { transcriptionModel } = createModels(ports.config)
    const app = createApp()
    const env = { ports: { ...ports, transcriptionModel }, clientAddress: '127.0.0.1' }
    const response = await app.request(
      '/api/transcriptions',
      { method: 'POST', body, headers: { 'Content-Type': type } },
      env,
    )
    return { status: response.status, body: (await response.json()) as { text?: string } }
  }
  const on = () => ({ OPENAI_BASE_URL: baseUrl, TRANSCRIPTION_MODEL: 'listener-1' })

  it('sends the recording to the operator’s endpoint and gives back what was heard', async () => {
    const { status, body } = await send(on(), new Uint8Array([1, 2, 3]))
    expect([status, body.text]).toEqual([200, '小区路灯坏了三天'])
    expect(heard.at(-1)?.path).toBe('/v1/audio/transcriptions')
    expect(heard.at(-1)?.type).toContain('multipart/form-data')
    expect(heard.at(-1)?.body).toContain('listener-1')
    expect(heard.at(-1)?.body).toContain('filename="speech.webm"')
  })

  it('does not exist unless the operator names a model', async () => {
    expect((await send({}, new Uint8Array([1]))).status).toBe(404)
  })

  it('takes recordings only, and none over 4 MiB', async () => {
    expect((await send(on(), '<script>', 'text/html')).status).toBe(415)
    expect((await send(on(), new Uint8Array(4 * 1024 * 1024 + 1))).status).toBe(413)
  })

  it.each([
    ['off', {}],
    ['browser', { BROWSER_SPEECH: 'true' }],
  ])('the page learns that voice is %s', async (voice, settings) => {
    const ports = await testPorts(database.sql, { settings })
    const response = await createApp().request('/api/site', {}, { ports })
    expect(((await response.json()) as { voice: string }).voice).toBe(voice)
  })
})
